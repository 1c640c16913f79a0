"""Proofs in the browser: sent by the attendee, looked at safely and judged by the office."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest
from lxml import html

from conference.orm import clock
from conference.orm.statements import count_statements
from conference.registration.proofs.rules import MOST_BYTES
from conference.registration.rules import ProofState
from conference.registration.tables import ProofDocument
from tests.cast import NOW
from tests.registration.conftest import Sale
from tests.registration.proofs.conftest import Trainee, fresh, pdf, picture, send
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

QUEUE = "/glasgow/office/proofs"
pytestmark = pytest.mark.usefixtures("fallback")


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


def upload(content: bytes, name: str = "Letter.pdf") -> dict[str, tuple[str, bytes, str]]:
    """The browser names a type of its own, which nobody believes."""
    return {"file": (name, content, "text/html")}


@pytest.fixture
async def dan(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.dan)
    return client


@pytest.fixture
async def office(sale: Sale, new_client: Callable, sign_in: SignIn) -> Any:
    async with new_client() as client:
        await sign_in(client, sale.cast.olive)
        yield client


async def test_proof_is_sent_judged_and_told(
    sale: Sale, trainee: Trainee, dan: httpx.AsyncClient, office: httpx.AsyncClient, post: Post
) -> None:
    info = await trainee(sale.cast.dan)
    mine = f"/my/registrations/{info.code}"
    assert "needs a proof" in words(await dan.get(mine))

    sent = await post(dan, f"{mine}/proof", {"note": "My supervisor’s."}, files=upload(pdf()))
    assert sent.status_code == 303
    assert "Being looked at" in words(await dan.get(f"{mine}/proof"))

    queue = await office.get(QUEUE)
    assert "Dan Díaz" in words(queue)
    assert "My supervisor’s." in words(queue)
    (document,) = html.fromstring(queue.text).xpath("//input[@name='document']/@value")
    judged = await post(
        office, f"{QUEUE}/{info.code}",
        {"judgement": "refuse", "reason": "A professor.", "document": document},
    )  # fmt: skip
    assert judged.status_code == 303
    shown = words(await dan.get(f"{mine}/proof"))
    assert "refused: A professor." in shown
    assert "650.00 EUR" in words(await dan.get(mine))
    assert "Olive Okafor" in words(await office.get(QUEUE))


async def test_proof_pages_say_the_last_day_and_not_midnight(
    sale: Sale, trainee: Trainee, dan: httpx.AsyncClient, office: httpx.AsyncClient
) -> None:
    info = await trainee(sale.cast.dan)

    mine = words(await dan.get(f"/my/registrations/{info.code}/proof"))

    assert "Please send it by the end of Mon 24 May 2027, BST (London). Without it" in mine
    assert "Until the end of Mon 24 May 2027, BST (London)" in words(await office.get(QUEUE))
    assert "00:00" not in mine


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"<html><script>alert(1)</script></html>", "none of them"),
        (b"", "empty"),
        (b"%PDF-" + b"x" * MOST_BYTES, "5 MB"),
    ],
)
async def test_bad_file_is_refused_beside_the_field_and_the_note_is_kept(
    sale: Sale, trainee: Trainee, dan: httpx.AsyncClient, post: Post, content: bytes, word: str
) -> None:
    info = await trainee(sale.cast.dan)
    path = f"/my/registrations/{info.code}/proof"

    answer = await post(dan, path, {"note": "See page 2"}, files=upload(content))

    assert answer.status_code == 422
    assert word in errors_beside(answer)["file"]
    assert html.fromstring(answer.text).xpath("//input[@name='note']/@value") == ["See page 2"]
    assert await ProofDocument.count() == 0


async def test_no_file_at_all_is_asked_for(
    sale: Sale, trainee: Trainee, dan: httpx.AsyncClient, post: Post
) -> None:
    info = await trainee(sale.cast.dan)

    answer = await post(dan, f"/my/registrations/{info.code}/proof", {"note": "x"})

    assert answer.status_code == 422
    assert "Choose the file" in errors_beside(answer)["file"]


async def test_file_is_served_so_that_it_can_do_nothing(
    sale: Sale, trainee: Trainee, office: httpx.AsyncClient
) -> None:
    paper = await send(sale, await trainee(sale.cast.dan), pdf())
    photo = await send(sale, await trainee(sale.cast.bob), picture("PNG"))

    saved = await office.get(f"{QUEUE}/{paper.id}/file")
    shown = await office.get(f"{QUEUE}/{photo.id}/file")

    assert saved.content == pdf() or saved.content.startswith(b"%PDF-")
    assert saved.headers["content-type"] == "application/pdf"
    assert saved.headers["content-disposition"].startswith("attachment; filename=")
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-disposition"].startswith("inline; filename=")
    for answer in (saved, shown):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert "no-store" in answer.headers["cache-control"]


async def test_file_is_for_the_office_of_its_meeting_alone_and_gone_when_judged(
    sale: Sale,
    trainee: Trainee,
    dan: httpx.AsyncClient,
    office: httpx.AsyncClient,
    post: Post,
) -> None:
    info = await trainee(sale.cast.dan)
    row = await send(sale, info)
    path = f"{QUEUE}/{row.id}/file"
    assert (await dan.get(path)).status_code == 403
    assert (await office.get(f"{QUEUE}/{uuid4()}/file")).status_code == 404
    assert (await office.get(path)).status_code == 200

    await post(office, f"{QUEUE}/{info.code}", {"judgement": "accept", "document": str(row.id)})

    assert (await office.get(path)).status_code == 404
    assert (await fresh(info.id)).proof is ProofState.ACCEPTED


async def test_another_persons_proof_is_unknown(
    sale: Sale, trainee: Trainee, dan: httpx.AsyncClient, post: Post
) -> None:
    bobs = await trainee(sale.cast.bob)
    path = f"/my/registrations/{bobs.code}/proof"

    assert (await dan.get(path)).status_code == 404
    assert (await post(dan, path, files=upload(pdf()))).status_code == 404


async def test_decision_without_a_choice_or_a_reason_is_refused_in_its_place(
    sale: Sale, trainee: Trainee, office: httpx.AsyncClient, post: Post
) -> None:
    info = await trainee(sale.cast.dan)
    row = await send(sale, info)
    path = f"{QUEUE}/{info.code}"

    nothing = await post(office, path, {"reason": "Because."})
    bare = await post(office, path, {"judgement": "refuse", "document": str(row.id)})

    assert (nothing.status_code, bare.status_code) == (422, 422)
    assert "Choose what you decide." in words(nothing)
    assert html.fromstring(nothing.text).xpath("//input[@name='reason']/@value") == ["Because."]
    assert "Write the reason" in words(bare)
    assert html.fromstring(bare.text).xpath("//input[@value='refuse'][@checked]")
    assert (await fresh(info.id)).proof is ProofState.PENDING


async def test_queue_is_as_many_statements_for_one_as_for_three(
    sale: Sale, trainee: Trainee, office: httpx.AsyncClient
) -> None:
    counts = []
    for people in ([sale.cast.dan], [sale.cast.bob, sale.cast.carol]):
        for person in people:
            await send(sale, await trainee(person))
        with count_statements() as seen:
            await office.get(QUEUE)
        counts.append(len(seen))

    assert counts[0] == counts[1]
