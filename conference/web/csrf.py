"""Forms carry a token; a page whose bytes are the same for every stranger carries none."""

from __future__ import annotations

from litestar.enums import ScopeType
from litestar.middleware.csrf import CSRFMiddleware
from litestar.types import Receive, Scope, Send

from conference.web.sessions import COOKIE

BYTES_FOR_STRANGERS = "bytes_for_strangers"
_SESSION = f"{COOKIE}=".encode()


def is_for_strangers(scope: Scope) -> bool:
    """True if the handler keeps bytes for strangers and this browser holds no session."""
    handler = scope.get("route_handler")
    if handler is None or not handler.opt.get(BYTES_FOR_STRANGERS):
        return False
    return not any(name == b"cookie" and _SESSION in value for name, value in scope["headers"])


class FormTokens(CSRFMiddleware):
    """Litestar's double-submit tokens, without a Set-Cookie on what a proxy might share."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and is_for_strangers(scope):
            await self.app(scope, receive, send)
            return
        if scope["type"] == ScopeType.HTTP:
            scope["headers"] = [self._without_foreign_token(each) for each in scope["headers"]]
        await super().__call__(scope, receive, send)

    def _without_foreign_token(self, header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
        """A token signed with another secret is as good as none: the browser gets a new one."""
        name, value = header
        if name != b"cookie":
            return header
        ours = f"{self.config.cookie_name}=".encode()
        pairs = [pair.strip() for pair in value.split(b";")]
        kept = [p for p in pairs if not p.startswith(ours) or self._is_signed(p[len(ours) :])]
        return name, b"; ".join(kept)

    def _is_signed(self, token: bytes) -> bool:
        return self._decode_csrf_token(token.decode("latin-1")) is not None
