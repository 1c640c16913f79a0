"""The leak test: nothing that a reviewer of a blind round can open names an author (V02)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pypdf import PdfReader

from abstracts.reviews.review_actions import send_review
from abstracts.reviews.saying import Said
from abstracts.tables import Abstract, AbstractFigure
from abstracts.tables.review import DiscussionPost
from conference.letters.tables import OutboxLetter
from tests.abstracts.reviews.conftest import Reviewing
from tests.cast import NOW
from tests.test_access import DUMMIES, is_open, lines

SECRETS = (
    "Zsófia",
    "Quimby",
    "Quimbique",
    "Xanten",
    "0000-0002-1825-0097",
    "Ångström",
    "alice@example.org",
)
QUERIES = (
    "",
    "?q=Signal",
    "?sort=author&order=author",
    "?state=open&topic=T01&show=posts&only=short&round=main",
    "?format=json",
)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
LIST = re.compile(r"/glasgow/(reviewing|committee(/(discussion|scores|decisions)(\.\w+)?)?)")
ABSTRACTS = ("/{slug}/reviewing", "/{slug}/committee", "/{slug}/abstracts", "/{slug}/book")
NOT_WALKED = ("/sign-out", "/theme/", "/webhooks", "/health")


@pytest.fixture
async def blind(reviewing: Reviewing) -> Reviewing:
    """dan has sent one and may discuss it; another reviewer's abstract is not dan's."""
    first = reviewing.codes[0]
    await send_review(
        reviewing.chair(), "main", first, Said(4, {}, "oral", "Good.", ""), seen=0, now=NOW
    )
    await reviewing.assign(reviewing.rita, first)
    rita = reviewing.chair(reviewing.rita)
    await send_review(rita, "main", first, Said(1, {}, "poster", "Weak.", ""), seen=0, now=NOW)
    row = await Abstract.select(Abstract.id).where(Abstract.code == first).first()
    await AbstractFigure.insert(
        AbstractFigure(
            id=uuid4(),
            created_at=NOW,
            abstract=row["id"],
            digest="a" * 64,
            media_type="image/png",
            width=1,
            height=1,
            caption="Doses",
            body=PIXEL,
        )
    )
    # A committee member's word for the committee alone may name whom it likes.
    await DiscussionPost.insert(
        DiscussionPost(
            id=uuid4(),
            created_at=NOW,
            abstract=row["id"],
            person=reviewing.cast.bob.id,
            by_name="Bob Brennan",
            text="Quimby again?",
        )
    )
    return reviewing


def addresses(codes: Iterable[str], method: str) -> list[str]:
    """Every address that the table opens to a reviewer, with each of these references."""
    found = []
    for verb, path, access in lines():
        if verb != method or not is_open(access, "reviewer") or path.startswith(NOT_WALKED):
            continue
        is_abstract = "{code}" in path and path.startswith(ABSTRACTS)
        for code in codes if is_abstract else ["UNKNOWN"]:
            named = path.replace("{code}", code).replace("{round_key}", "main")
            found.append(re.sub(r"{(\w+)}", lambda name: DUMMIES.get(name[1], "7Q"), named))
    return found


def readable(answer: httpx.Response) -> str:
    """Headers and body, whatever the body is packed in."""
    head = "\n".join(f"{key}: {value}" for key, value in answer.headers.items())
    body = answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            names = packed.namelist()
            text = "\n".join(names) + "".join(packed.read(n).decode("utf-8") for n in names)
    elif body.startswith(b"%PDF"):
        text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(body)).pages)
    else:
        text = body.decode("utf-8", "replace")
    return f"{head}\n{text}"


async def answers(
    client: httpx.AsyncClient, post: Callable[..., Any], codes: Iterable[str]
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Lists with every query, single abstracts with every reference, the latter as JSON too."""
    json = {"accept": "application/json"}
    for address in addresses(codes, "GET"):
        is_list = LIST.fullmatch(address) is not None
        for query in QUERIES if is_list else ("",):
            yield f"GET {address}{query}", await client.get(address + query)
        if "/reviewing/" in address or "/committee/" in address:
            yield f"GET {address} as JSON", await client.get(address, headers=json)
    for address in addresses(codes, "POST"):
        if "/reviewing" in address or "/committee" in address:
            form = {"overall": "99", "do": "send"}
            yield f"POST {address}", await post(client, address, form)


def leaks(what: str, answer: httpx.Response) -> list[str]:
    assert answer.status_code < 500, what
    text = readable(answer).lower()
    return [f"{what}: {secret}" for secret in SECRETS if secret.lower() in text]


async def test_no_page_search_export_or_error_names_an_author(
    as_dan: Any, post: Callable[..., Any], blind: Reviewing
) -> None:
    client = await as_dan()
    theirs = await blind.submit("Nobody gave this to dan")
    found, walked = [], 0
    async for what, answer in answers(client, post, [blind.codes[0], theirs]):
        found += leaks(what, answer)
        walked += 1
    assert found == []
    assert walked > 60
    letters = await OutboxLetter.select().where(OutboxLetter.person == blind.dan.id)
    told = [each["body"] for each in letters if any(secret in each["body"] for secret in SECRETS)]
    assert told == []


async def test_an_open_round_does_name_them_so_the_walk_would_see(
    as_dan: Any, blind: Reviewing
) -> None:
    """The twin: the same look at the pages of reviewing finds the names where nothing is hidden."""
    await blind.change_round(blind="open")
    client = await as_dan()
    found = []
    for address in addresses(blind.codes[:1], "GET"):
        if address.startswith("/glasgow/reviewing/main/"):
            found += leaks(address, await client.get(address))
    assert {"Zsófia", "Quimby", "Quimbique"} <= {line.split(": ")[1] for line in found}


async def test_search_for_an_author_finds_nothing(as_dan: Any, blind: Reviewing) -> None:
    client = await as_dan()
    for path in ("reviewing", "committee/discussion"):
        for secret in ("Quimby", "Zsofia", "Xanten", "Ångström"):
            found = (await client.get(f"/glasgow/{path}?q={secret}")).text
            in_list = found[found.find('class="results"') :]
            if path == "reviewing":
                assert not any(code in in_list for code in blind.codes), secret
    assert blind.codes[1] in (await client.get("/glasgow/reviewing?q=number 2")).text


async def test_a_reference_of_others_answers_as_an_unknown_one(
    as_dan: Any, post: Callable[..., Any], blind: Reviewing
) -> None:
    """Not given, in conflict, stood back from, withdrawn: all say what a wrong reference says."""
    theirs = await blind.submit("Nobody gave this to dan")
    away, gone = blind.codes[1], blind.codes[2]
    client = await as_dan()
    await post(
        client,
        f"/glasgow/reviewing/main/{away}/stand-back",
        {"reason": "My sister.", "kind": "conflict"},
    )
    await Abstract.update({Abstract.state: "withdrawn"}).where(Abstract.code == gone)
    await client.get("/glasgow/reviewing")  # says once that dan stood back
    for path in (
        "reviewing/main/{}",
        "reviewing/main/{}/figure",
        "committee/discussion/{}",
        "committee/abstracts/{}/reviews",
    ):
        unknown = await client.get(f"/glasgow/{path.format('UNKN0WN')}")
        assert unknown.status_code == 404
        for code in (theirs, away, gone):
            answer = await client.get(f"/glasgow/{path.format(code)}")
            assert answer.status_code == 404
            assert _plain(answer.text, code) == _plain(unknown.text, "UNKN0WN"), path


def _plain(text: str, code: str) -> str:
    """A page without what differs between any two: the reference typed, the request, the token."""
    text = re.sub(r'(value|content)="[^"]*"', "", text.replace(code, ""))
    return re.sub(r"[0-9a-f]{8}-?[0-9a-f-]{8,}", "", text)


async def test_figure_comes_without_a_name(as_dan: Any, blind: Reviewing) -> None:
    client = await as_dan()
    answer = await client.get(f"/glasgow/reviewing/main/{blind.codes[0]}/figure")
    assert (answer.status_code, answer.content) == (200, PIXEL)
    assert "content-disposition" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]
