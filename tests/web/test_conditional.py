"""304 for what the browser holds already."""

from datetime import UTC, datetime
from typing import Any

import httpx
from litestar import Litestar, Request, Response, get

from conference.web import conditional

CHANGED = datetime(2027, 3, 1, 12, 0, 0, 500, tzinfo=UTC)


@get("/file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes | None]:
    return conditional(request, b"bytes", "text/plain", last_modified=CHANGED, max_age=60)


def browser() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=Litestar([file], openapi_config=None)),
        base_url="http://test",
    )


async def test_conditional_answers_304_to_its_own_tag() -> None:
    async with browser() as client:
        first = await client.get("/file")
        assert (first.status_code, first.content) == (200, b"bytes")
        assert first.headers["cache-control"] == "private, max-age=60"
        for known in (
            first.headers["etag"],
            f"W/{first.headers['etag']}",
            f'"x", {first.headers["etag"]}',
            "*",
        ):
            again = await client.get("/file", headers={"if-none-match": known})
            assert (again.status_code, again.content) == (304, b"")
        other = await client.get("/file", headers={"if-none-match": '"other"'})
        assert other.status_code == 200


async def test_conditional_answers_304_to_its_own_date() -> None:
    async with browser() as client:
        date = (await client.get("/file")).headers["last-modified"]
        assert date == "Mon, 01 Mar 2027 12:00:00 GMT"
        again = await client.get("/file", headers={"if-modified-since": date})
        assert again.status_code == 304
        older = {"if-modified-since": "Mon, 01 Mar 2027 11:59:59 GMT"}
        assert (await client.get("/file", headers=older)).status_code == 200
        nonsense = {"if-modified-since": "yesterday"}
        assert (await client.get("/file", headers=nonsense)).status_code == 200
