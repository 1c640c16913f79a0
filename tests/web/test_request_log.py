"""The log line of a request keeps its path, but never a token that opens something."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from conference.logs import configure_logs
from conference.web.security import without_secret
from tests.cast import Cast

TOKEN = "7Q2XKRJ9VWT0ABCD"
SECRET_PATHS = [f"/b/{TOKEN}", f"/calendar/{TOKEN}.ics", f"/sign-in/link/{TOKEN}"]


@pytest.fixture
def logs(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What the app logs from now on; the other tests keep it quiet."""
    with monkeypatch.context() as loud:
        loud.setenv("PLENARY_LOG_LEVEL", "info")
        configure_logs()
        with capture_logs() as entries:
            yield entries
    configure_logs()


def paths_of(logs: list[Any]) -> list[str]:
    return [entry["path"] for entry in logs if "path" in entry]


@pytest.mark.parametrize("path", SECRET_PATHS)
async def test_token_in_an_address_is_not_logged(
    client: httpx.AsyncClient, cast: Cast, logs: list[Any], path: str
) -> None:
    await client.get(path)
    assert len(paths_of(logs)) == 1
    assert TOKEN not in str(logs)
    assert paths_of(logs)[0].endswith("/…")


async def test_other_addresses_are_logged_whole(
    client: httpx.AsyncClient, cast: Cast, logs: list[Any]
) -> None:
    await client.get("/glasgow/programme")
    assert paths_of(logs) == ["/glasgow/programme"]


@pytest.mark.parametrize("path", SECRET_PATHS)
async def test_failure_logs_no_token(
    client: httpx.AsyncClient,
    cast: Cast,
    logs: list[Any],
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    from conference.web import errors

    monkeypatch.setattr(errors, "_describe", lambda error: (500, "Broken", "Broken", {}))
    await client.get(f"{path}/beyond")
    assert [entry["event"] for entry in logs] == ["failed", "request"]
    assert TOKEN not in str([{**entry, "exc_info": ""} for entry in logs])


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"//b//{TOKEN}", "/b/…"),
        (f"/Calendar/{TOKEN}.ics", "/calendar/…"),
        (f"/sign-in/link/{TOKEN}/", "/sign-in/link/…"),
        ("/sign-in/code", "/sign-in/code"),
        ("/calendar/", "/calendar/"),
        ("/bonn/programme", "/bonn/programme"),
    ],
)
def test_only_what_follows_a_secret_address_is_hidden(path: str, logged: str) -> None:
    assert without_secret(path) == logged
