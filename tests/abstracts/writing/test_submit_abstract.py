"""Drafts, submissions, versions, deadlines: what authors may do and when."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from abstracts import actions, queries
from abstracts.actions import Beside, Desk
from abstracts.changes.withdrawing import withdraw_abstract
from abstracts.errors import (
    CallClosed,
    NotPossible,
    NotSubmittable,
    SavedElsewhere,
    UnknownAbstract,
)
from abstracts.manuscript import Figure, Manuscript
from abstracts.queries import CallInfo
from abstracts.rules import AbstractState
from abstracts.tables import Call
from abstracts.writing.figure_queries import figure_file
from abstracts.writing.figures import clean_image
from conference.letters.tables import OutboxLetter
from conference.orm.invariants import check_all
from tests.abstracts.conftest import GOOD, digest
from tests.cast import NOW, Cast

AFTER = NOW + timedelta(days=30)


async def test_submit_keeps_what_was_written(desk: Desk, submitted: str) -> None:
    found = await queries.abstract_for_author(desk.meeting.id, submitted, desk.person)
    assert found is not None
    assert found.manuscript == GOOD
    assert (found.state, found.version, found.submitted_at) == (AbstractState.SUBMITTED, 1, NOW)
    [version] = await queries.versions(found.id)
    assert version.manuscript == GOOD


async def test_submit_sends_one_receipt(desk: Desk, submitted: str) -> None:
    changed = replace(GOOD, title="Another title")
    await actions.submit_abstract(desk, submitted, changed, NOW, seen=await digest(desk, submitted))
    [letter] = await OutboxLetter.select().where(OutboxLetter.kind == "abstract_receipt")
    assert letter["to_address"] == "alice@example.org"
    assert submitted in letter["subject"]
    assert "Tue 1 Jun 2027, 23:59 BST (London)" in letter["body"]


async def test_submit_again_makes_a_version(desk: Desk, submitted: str) -> None:
    changed = replace(GOOD, body="Other text.")
    number = await actions.submit_abstract(
        desk, submitted, changed, NOW, seen=await digest(desk, submitted)
    )
    found = await queries.abstract_for_author(desk.meeting.id, submitted, desk.person)
    assert found is not None
    assert number == found.version == 2
    assert [each.manuscript.body for each in await queries.versions(found.id)] == [
        "Other text.",
        GOOD.body,
    ]


async def test_save_draft_keeps_an_incomplete_text(desk: Desk, call: CallInfo) -> None:
    code = await actions.start_draft(desk, call, Manuscript(title="An idea"), NOW)
    better = Manuscript(title="A better idea", authors=GOOD.authors)
    await actions.save_draft(desk, code, better, NOW, seen=await digest(desk, code))
    found = await queries.abstract_for_author(desk.meeting.id, code, desk.person)
    assert found is not None
    assert found.manuscript == better
    assert found.version == 0


async def test_submit_incomplete_changes_nothing(desk: Desk, call: CallInfo) -> None:
    code = await actions.start_draft(desk, call, Manuscript(title="An idea"), NOW)
    seen = await digest(desk, code)
    with pytest.raises(NotSubmittable) as refused:
        await actions.submit_abstract(desk, code, Manuscript(title="No more"), NOW, seen=seen)
    assert "body" in refused.value.errors
    assert await digest(desk, code) == seen


async def test_save_refuses_a_text_saved_elsewhere(desk: Desk, submitted: str) -> None:
    seen = await digest(desk, submitted)
    first = replace(GOOD, title="From one window")
    await actions.submit_abstract(desk, submitted, first, NOW, seen=seen)
    with pytest.raises(SavedElsewhere):
        await actions.submit_abstract(desk, submitted, GOOD, NOW, seen=seen)
    found = await queries.abstract_for_author(desk.meeting.id, submitted, desk.person)
    assert found is not None
    assert found.manuscript == first


async def test_save_after_the_deadline_is_refused(desk: Desk, submitted: str) -> None:
    seen = await digest(desk, submitted)
    with pytest.raises(CallClosed, match="closed on Tue 1 Jun 2027, 23:59 BST"):
        await actions.submit_abstract(desk, submitted, GOOD, AFTER, seen=seen)


async def test_start_after_the_deadline_is_refused(desk: Desk, call: CallInfo) -> None:
    with pytest.raises(CallClosed):
        await actions.start_draft(desk, call, GOOD, AFTER)


async def test_withdraw_is_for_good(desk: Desk, submitted: str) -> None:
    await withdraw_abstract(desk, submitted, AFTER)
    with pytest.raises(NotPossible):
        await withdraw_abstract(desk, submitted, AFTER)
    with pytest.raises(NotPossible):
        await actions.submit_abstract(
            desk, submitted, GOOD, NOW, seen=await digest(desk, submitted)
        )
    kinds = await OutboxLetter.select(OutboxLetter.kind).output(as_list=True)
    assert "abstract_withdrawn" in kinds


async def test_nobody_else_withdraws_or_changes(cast: Cast, desk: Desk, submitted: str) -> None:
    dan = replace(desk, person=cast.dan.id)
    seen = await digest(desk, submitted)
    with pytest.raises(UnknownAbstract):
        await withdraw_abstract(dan, submitted, NOW)
    with pytest.raises(UnknownAbstract):
        await actions.submit_abstract(dan, submitted, GOOD, NOW, seen=seen)


async def test_a_submitted_abstract_is_never_saved_as_draft(desk: Desk, submitted: str) -> None:
    with pytest.raises(NotPossible):
        await actions.save_draft(desk, submitted, GOOD, NOW, seen=await digest(desk, submitted))


async def test_every_promise_holds_after_submitting(desk: Desk, submitted: str) -> None:
    import abstracts.invariants  # noqa: F401

    findings = {each.invariant.key: each.sentences for each in await check_all()}
    mine = {key: said for key, said in findings.items() if key.startswith("abstract-")}
    assert {"abstract-roles", "abstract-parts", "abstract-figure", "abstract-length"} <= set(mine)
    assert not any(mine.values())


async def test_a_change_is_confirmed_with_what_changed(desk: Desk, submitted: str) -> None:
    changed = replace(GOOD, title="Another <i>title</i>", body="Other text.")
    await actions.submit_abstract(desk, submitted, changed, NOW, seen=await digest(desk, submitted))
    [letter] = await OutboxLetter.select().where(OutboxLetter.kind == "abstract_changed")
    assert "version 2 saved" in letter["subject"]
    assert "Title: Another title\nChanged: title, text" in letter["body"]


async def test_figure_is_kept_with_the_version_that_names_it(desk: Desk, call: CallInfo) -> None:
    image = clean_image(picture())
    figure = Figure(image.digest, "Fig. 1", "A square")
    text = replace(GOOD, figure=figure)
    await Call.update({Call.is_figure_allowed: True}).where(Call.id == call.id)
    code = await actions.start_draft(desk, call, text, NOW, beside=Beside(image))
    await actions.submit_abstract(desk, code, text, NOW, seen=await digest(desk, code))
    found = await queries.abstract_for_author(desk.meeting.id, code, desk.person)
    assert found is not None
    assert found.manuscript == text
    stored = await figure_file(found.id)
    assert stored == image
    renamed = replace(text, figure=replace(figure, caption="Fig. 2"))
    await actions.submit_abstract(desk, code, renamed, NOW, seen=found.digest)
    assert [each.manuscript.figure for each in await queries.versions(found.id)] == [
        renamed.figure, figure,
    ]  # fmt: skip


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGBA", (3000, 30), (0, 128, 128, 200)).save(made, "PNG")
    return made.getvalue()


def test_clean_image_is_small_enough_and_refuses_what_is_none() -> None:
    image = clean_image(picture())
    assert (image.width, image.height, image.media_type) == (2400, 24, "image/png")
    for sent in (b"", b"%PDF-1.7", b"<svg/>", picture()[:200], b"x" * 8_000_001):
        with pytest.raises(NotSubmittable) as refused:
            clean_image(sent)
        assert set(refused.value.errors) == {"figure"}
