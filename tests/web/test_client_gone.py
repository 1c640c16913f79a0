"""A browser that leaves while it is sending is nobody's fault: no error is logged."""

from typing import Any

from litestar import Litestar
from structlog.testing import capture_logs

from conference.logs import configure_logs


async def test_leave_while_sending_is_not_logged_as_a_failure(
    client: Any, app: Litestar, monkeypatch: Any
) -> None:
    with monkeypatch.context() as loud:
        loud.setenv("PLENARY_LOG_LEVEL", "info")
        configure_logs()
        with capture_logs() as entries:
            await send_half_a_form(app)
    configure_logs()

    assert entries, "the request itself is logged"
    assert [each for each in entries if each["log_level"] == "error"] == []


async def send_half_a_form(app: Any) -> None:
    """A POST whose sender goes away before the body is there."""
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "path": "/sign-in", "raw_path": b"/sign-in", "root_path": "", "scheme": "http",
        "query_string": b"", "client": ("127.0.0.1", 1), "server": ("testserver", 80),
        "headers": [
            (b"host", b"testserver"),
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", b"100"),
        ],
    }  # fmt: skip
    await app(scope, receive, send)
