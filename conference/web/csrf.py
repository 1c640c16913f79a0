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
        await super().__call__(scope, receive, send)
