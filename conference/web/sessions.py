"""Server-side sessions in the database.

Litestar's own backend takes any id that a client sends, keeps it over a sign-in, and writes the
store and a cookie with every response. Here an unknown id is nothing, signing in makes a new id,
a visitor who did nothing has no session, and only the hash of an id is stored.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.datastructures.cookie import Cookie
from litestar.middleware.session.server_side import (
    ServerSideSessionBackend,
    ServerSideSessionConfig,
)
from litestar.stores.base import Store
from litestar.types import Empty, Message

from conference.orm import Prepared, clock
from conference.web.tables import WebSession

COOKIE = "plenary_session"
OWN_DEVICE = timedelta(days=30)
SHARED_DEVICE = timedelta(hours=12)
_FOREVER = timedelta(days=3650)

_data = Prepared(
    lambda key, now: (
        WebSession.select(WebSession.data)
        .where(WebSession.key == key, WebSession.expires_at > now)
        .limit(1)
    )
)
_ID, _RAW, _ROTATE, _AGE = "_session_id", "_session_raw", "_session_rotate", "_session_age"


class SessionStore(Store):
    """Litestar's store protocol over the table; keys are hashed before they are kept."""

    @staticmethod
    def _key(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()

    async def set(
        self, key: str, value: str | bytes, expires_in: int | timedelta | None = None
    ) -> None:
        if isinstance(expires_in, int):
            expires_in = timedelta(seconds=expires_in)
        row = WebSession(
            key=self._key(key),
            data=value.encode() if isinstance(value, str) else value,
            expires_at=clock.now() + (expires_in or _FOREVER),
        )
        await WebSession.insert(row).on_conflict(
            target=WebSession.key,
            action="DO UPDATE",
            values=[WebSession.data, WebSession.expires_at],
        )

    async def get(self, key: str, renew_for: int | timedelta | None = None) -> bytes | None:
        rows = await _data(self._key(key), clock.now())
        return bytes(rows[0]["data"]) if rows else None

    async def delete(self, key: str) -> None:
        await WebSession.delete().where(WebSession.key == self._key(key))

    async def delete_all(self) -> None:
        await WebSession.delete(force=True)

    async def exists(self, key: str) -> bool:
        return await self.get(key) is not None

    async def expires_in(self, key: str) -> int | None:
        row = (
            await WebSession.select(WebSession.expires_at)
            .where(WebSession.key == self._key(key))
            .first()
        )
        return int((row["expires_at"] - clock.now()).total_seconds()) if row else None


async def delete_expired_sessions() -> None:
    """Housekeeping: sessions past their end."""
    await WebSession.delete().where(WebSession.expires_at <= clock.now())


class SessionBackend(ServerSideSessionBackend):
    """Loads a known id only; writes only what changed; rotates at sign-in."""

    async def load_from_connection(
        self, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> dict[str, Any]:
        scope: Any = connection.scope
        scope[_ID], scope[_RAW] = None, None
        session_id = connection.cookies.get(self.config.key)
        if not session_id:
            return {}
        raw = await self.get(session_id, self._store(scope))
        if raw is None:
            return {}
        scope[_ID], scope[_RAW] = session_id, raw
        loaded: dict[str, Any] = self.deserialize_data(raw)
        return loaded

    def get_session_id(self, connection: ASGIConnection[Any, Any, Any, Any]) -> str:
        scope: Any = connection.scope
        return scope.get(_ID) or ""

    async def store_in_message(
        self, scope_session: Any, message: Message, connection: ASGIConnection[Any, Any, Any, Any]
    ) -> None:
        scope: Any = connection.scope
        headers = MutableScopeHeaders.from_message(message)
        known_id = scope.get(_ID)
        if scope_session is Empty or not scope_session:
            if known_id:
                await self._store(scope).delete(known_id)
                headers.add("Set-Cookie", self._cookie("", 0))
            return
        data = self.serialize_data(scope_session, scope)
        if scope.get(_ROTATE) or known_id is None:
            await self._start(scope, known_id, data, headers)
        elif data != scope.get(_RAW):
            await self._store(scope).set(known_id, data, expires_in=self._age(scope_session))

    async def _start(
        self, scope: Any, known_id: str | None, data: bytes, headers: MutableScopeHeaders
    ) -> None:
        if known_id:
            await self._store(scope).delete(known_id)
        session_id = self.generate_session_id()
        age = self._age(scope.get("session") or {})
        await self._store(scope).set(session_id, data, expires_in=age)
        headers.add("Set-Cookie", self._cookie(session_id, int(age.total_seconds())))

    @staticmethod
    def _age(session: dict[str, Any]) -> timedelta:
        return SHARED_DEVICE if session.get("shared_device") else OWN_DEVICE

    def _store(self, scope: Any) -> Store:
        return self.config.get_store_from_app(scope["litestar_app"])

    def _cookie(self, value: str, max_age: int) -> str:
        cookie = Cookie(
            key=self.config.key,
            value=value,
            max_age=max_age,
            path="/",
            secure=self.config.secure,
            httponly=True,
            samesite="lax",
        )
        return cookie.to_header(header="")


class SessionConfig(ServerSideSessionConfig):
    _backend_class = SessionBackend


def start_session(request: Request[Any, Any, Any], **data: Any) -> None:
    """Signing in: whatever the session held is kept beside `data`, under a new id."""
    request.set_session({**request.session, **data})
    scope: Any = request.scope
    scope[_ROTATE] = True
