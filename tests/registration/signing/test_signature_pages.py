"""Who signs: named, with a picture that is seen, replaced and taken away."""

from __future__ import annotations

import io
from typing import Any

import httpx
import pypdf
import pytest

from conference.registration.signing.queries import hands_of, signatory
from conference.registration.signing.rules import Purpose
from conference.registration.tables import Signature
from tests.cast import Cast
from tests.decoding import unpacked
from tests.registration.reading import errors_beside, words
from tests.registration.signing.test_signature_rules import blank, drawn
from tests.web_client import Post, SignIn

HOME = "/glasgow/office/signatures"
NAMES = {"signed_by": "Olive Okafor", "signed_as": "President"}


@pytest.fixture
async def olive(cast: Cast, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, cast.olive)
    return client


async def send(
    client: httpx.AsyncClient, post: Post, purpose: str, content: bytes = b"", **fields: str
) -> httpx.Response:
    """A form with a file, as a browser sends it."""
    file = ("hand.png", content, "image/png") if content else ("", b"")
    return await post(client, f"{HOME}/{purpose}", fields, files={"file": file})


async def test_signature_is_seen_printed_and_taken_away(
    cast: Cast, olive: httpx.AsyncClient, post: Post
) -> None:
    assert "For the society" in words(await olive.get(HOME))

    with unpacked() as beside:
        saved = await send(olive, post, "invitations", drawn(), **NAMES)

    assert saved.status_code == 303
    assert beside == [True]
    shown = await olive.get(f"{HOME}/invitations")
    assert "Olive Okafor" in words(shown)
    assert 'alt="Signature of Olive Okafor"' in shown.text
    picture = await olive.get(f"{HOME}/invitations/picture")
    assert picture.headers["content-type"] == "image/png"
    again = {"if-none-match": picture.headers["etag"]}
    assert (await olive.get(f"{HOME}/invitations/picture", headers=again)).status_code == 304
    letter = pdf_of(await olive.get("/glasgow/office/visa-letters/sample.pdf"))
    assert figures_of(letter)[0] == "Signature of Olive Okafor"
    assert "Olive Okafor President" in text_of(letter)

    await post(olive, f"{HOME}/invitations", {"act": "remove"})

    assert (await olive.get(f"{HOME}/invitations/picture")).status_code == 404
    signer = await signatory(cast.meeting.id, Purpose.INVITATIONS)
    assert (signer.signed_by, signer.hand) == ("Olive Okafor", None)
    bare = pdf_of(await olive.get("/glasgow/office/visa-letters/sample.pdf"))
    assert len(figures_of(bare)) == 1
    assert await Signature.count() == 1  # letters are made anew: nothing of the picture stays


async def test_name_changes_without_a_new_picture_and_certificates_keep_theirs(
    cast: Cast, olive: httpx.AsyncClient, post: Post
) -> None:
    await send(olive, post, "certificates", drawn(), **NAMES)
    first = (await signatory(cast.meeting.id, Purpose.CERTIFICATES)).hand
    await send(olive, post, "certificates", signed_by="Ola N.", signed_as="")
    kept = await signatory(cast.meeting.id, Purpose.CERTIFICATES)
    assert (kept.signed_by, kept.signed_as, kept.hand) == ("Ola N.", "", first)

    await send(olive, post, "certificates", drawn("RGB"), **NAMES)

    second = (await signatory(cast.meeting.id, Purpose.CERTIFICATES)).hand
    assert first
    assert second
    assert first.digest != second.digest
    found = await hands_of(cast.meeting.id, [first.digest, second.digest])
    assert len(found) == 2


async def test_bad_picture_is_told_beside_the_field_and_the_names_are_kept(
    cast: Cast, olive: httpx.AsyncClient, post: Post
) -> None:
    refused = await send(olive, post, "certificates", blank(), **NAMES)

    assert refused.status_code == 422
    assert "file" in errors_beside(refused)
    assert 'value="Olive Okafor"' in refused.text
    assert await Signature.count() == 0
    assert (await olive.get(f"{HOME}/cheques")).status_code == 404


def pdf_of(answer: httpx.Response) -> pypdf.PdfReader:
    assert answer.headers["content-type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(answer.content))


def text_of(pdf: pypdf.PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def figures_of(pdf: pypdf.PdfReader) -> list[str]:
    """What each figure says to who does not see it, in reading order; the paper is tagged."""
    assert pdf.root_object["/MarkInfo"]["/Marked"]
    return [str(e["/Alt"]) for e in elements(pdf.root_object["/StructTreeRoot"]) if "/Alt" in e]


def elements(node: Any) -> list[Any]:
    kids = node.get("/K", [])
    found = [node]
    for kid in kids if isinstance(kids, list) else [kids]:
        each = kid.get_object()
        if isinstance(each, dict) and "/S" in each:
            found += elements(each)
    return found
