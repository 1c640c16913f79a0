"""Applying: inside the abstract's form and on its own page; letters of support; receipts."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from pypdf import PdfWriter

from abstracts.awards.applications import own_application
from abstracts.awards.applying import save_application
from abstracts.awards.chores import apply_rules, remind_referees
from abstracts.awards.entry import Entry, Referee
from abstracts.awards.errors import ApplicationRefused, NotNow
from abstracts.awards.exceptions import allow_late_letters
from abstracts.awards.rules import AwardRules, CareerStage
from abstracts.awards.supporting import check_pdf
from abstracts.queries import CallInfo
from abstracts.tables import Call
from abstracts.tables.awards import AwardLetter
from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.registration.ticket import Issuer
from tests.abstracts.awards.conftest import AFTER, CLOSES, SYSTEM, Field, open_award
from tests.abstracts.conftest import form_data
from tests.cast import NOW, Cast

ISSUER = Issuer("secret", "http://testserver", "testserver")
ASKING = AwardRules(
    years_since_degree=10, letters=1, needs_statement=True, stages=(CareerStage.POSTDOC,)
)
FULL = {
    "award_degree": "2020-09-30",
    "award_leave": "6",
    "award_stage": "postdoc",
    "award_statement": "Because of the signal.",
    "award_referee_name": ["Prof. Ruth Ōno"],
    "award_referee_email": ["Ruth@Ono.test"],
}


def pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    with io.BytesIO() as buffer:
        writer.write(buffer)
        return buffer.getvalue()


async def secret_of(kind: str = "request") -> str:
    row = await OutboxLetter.select().where(OutboxLetter.kind == f"award_{kind}").first()
    assert row is not None
    found = re.search(r"/awards/letters/(\S+)", row["body"])
    assert found is not None
    return found[1]


async def test_apply_inside_the_form_of_the_abstract_in_one_go(
    cast: Cast, call: CallInfo, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    await open_award(cast, rules=ASKING)
    await Call.update({Call.has_awards: True}).where(Call.id == call.id)
    with clock.at(NOW):
        await sign_in(client, cast.alice)
        page = await client.get("/glasgow/abstracts/new")
        assert 'value="best"' in page.text
        assert "1,000.00 EUR" in page.text
        sent = form_data(award_asked="1", award_apply="best", call=str(call.id))
        refused = await post(client, "/glasgow/abstracts/new", sent)
        assert refused.status_code == 422
        assert "“Best abstracts” asks for the day of your degree." in refused.text
        assert "“Best abstracts” asks for a letter from one person." in refused.text
        own = await post(
            client,
            "/glasgow/abstracts/new",
            {**sent, **FULL, "award_referee_email": ["alice@example.org"]},
        )
        assert "comes from somebody else than you" in own.text
        done = await post(client, "/glasgow/abstracts/new", {**sent, **FULL})
        assert done.status_code == 303
        shown = await client.get(done.headers["location"])
        assert "Best abstracts" in shown.text
        assert "0 of 1 have come" in shown.text
        mine = (await client.get("/my")).text
        assert "0 of 1 letters of support have come." in mine
    cycle = await open_cycle(cast)
    application = await own_application(cycle, cast.alice.id)
    assert application is not None
    assert application.state == "submitted"
    assert application.abstract_code
    assert application.degree_on == date(2020, 9, 30)
    kinds = [row["kind"] for row in await OutboxLetter.select(OutboxLetter.kind)]
    assert kinds.count("award_receipt") == 1
    assert kinds.count("award_request") == 1


async def open_cycle(cast: Cast) -> Any:
    from abstracts.awards.cycles import cycle_of_key

    return (await cycle_of_key(cast.meeting.id, "best")).id


async def test_apply_as_a_draft_and_withdraw_by_unticking(
    cast: Cast, call: CallInfo, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    await open_award(cast)
    await Call.update({Call.has_awards: True}).where(Call.id == call.id)
    cycle = await open_cycle(cast)
    with clock.at(NOW):
        await sign_in(client, cast.alice)
        data = form_data(award_asked="1", award_apply="best", call=str(call.id), do="save")
        saved = await post(client, "/glasgow/abstracts/new", data)
        application = await own_application(cycle, cast.alice.id)
        assert application is not None
        assert application.state == "draft"
        edit = saved.headers["location"]
        assert re.search(r'value="best" checked', (await client.get(edit)).text)
        seen = re.search(r'name="seen" value="(\w+)"', (await client.get(edit)).text)
        assert seen is not None
        await post(client, edit, {**data, "award_apply": [], "seen": seen[1]})
        application = await own_application(cycle, cast.alice.id)
        assert application is not None
        assert application.state == "withdrawn"


async def test_apply_on_the_awards_own_page(
    field: Field, client: httpx.AsyncClient, sign_in: Any, post: Any
) -> None:
    await open_award(field.cast, rules=ASKING)
    await sign_in(client, field.people["ann"])
    with clock.at(NOW):
        await sign_in(client, field.people["ann"])
        refused = await post(client, "/glasgow/awards/best", {"award_degree": "31.12.2020"})
        assert refused.status_code == 422
        assert "Choose the abstract that you present." in refused.text
        assert "31.12.2020" in refused.text, "what was typed is kept"
        # Nobody applies with the abstract of somebody else.
        foreign = await post(
            client, "/glasgow/awards/best", {**FULL, "award_abstract": field.code("ben")}
        )
        assert foreign.status_code == 422
        good = {**FULL, "award_abstract": field.code("ann")}
        assert (await post(client, "/glasgow/awards/best", good)).status_code == 303
        shown = (await client.get("/glasgow/awards/best")).text
        assert "Prof. Ruth Ōno" in shown
        assert "0 of 1 have come" in shown
        await post(client, "/glasgow/awards/best/withdraw")
    assert (await field.application("ann")).state == "withdrawn"
    assert await AwardLetter.count() == 0, "nobody is asked any more"


async def test_apply_when_closed_is_refused(field: Field) -> None:
    cycle = await open_award(field.cast)
    entry = Entry(abstract=field.code("ann"))
    for moment in (cycle.opens_at - timedelta(seconds=1), CLOSES):
        with pytest.raises(NotNow):
            await save_application(field.who("ann"), cycle, entry, moment, is_submitted=True)
    with pytest.raises(ApplicationRefused):
        await save_application(field.who("ann"), cycle, Entry(), NOW, is_submitted=True)


async def test_letter_is_received_once_and_never_shown_to_the_applicant(
    field: Field, client: httpx.AsyncClient, new_client: Any, sign_in: Any, post: Any
) -> None:
    cycle = await open_award(field.cast, rules=AwardRules(letters=1))
    await field.apply("ann", cycle, referees=(Referee("Ruth", "ruth@ono.test"),))
    path = f"/glasgow/awards/letters/{await secret_of()}"
    with clock.at(NOW):
        assert "Ann Field" in (await client.get(path)).text
        assert (await AwardLetter.select().first())["received_at"] is None  # type: ignore[index]
        assert (await post(client, path, {"text": " "})).status_code == 422
        bad = await post(client, path, {}, files={"file": ("x.pdf", b"MZ", "application/pdf")})
        assert bad.status_code == 422
        assert "Send a PDF" in bad.text
        file = {"file": ("praise.pdf", pdf(), "application/pdf")}
        words = {"text": "She is excellent-beyond-words."}
        assert (await post(client, path, words, files=file)).status_code == 303
        assert "Your letter came" in (await client.get(path)).text
        assert (await post(client, path, {"text": "again"})).status_code == 403
        ann = new_client()
        await sign_in(ann, field.people["ann"])
        seen = (await ann.get("/glasgow/awards/best")).text
        assert "1 of 1 has come" in seen
        assert "excellent-beyond-words" not in seen
        chair = new_client()
        await sign_in(chair, field.cast.bob)
        one = f"/glasgow/committee/awards/best/applications/{(await field.application('ann')).id}"
        read = await chair.get(one)
        assert "excellent-beyond-words" in read.text
        file_path = re.search(rf"{one}/letters/[0-9a-f-]+", read.text)
        assert file_path is not None
        assert (await chair.get(file_path[0])).content.startswith(b"%PDF-")
        assert (await ann.get(file_path[0])).status_code == 403
    assert await field.letters("letter_came") == ["ann@field.test"]
    assert (await client.get("/glasgow/awards/letters/" + "x" * 43)).status_code == 404


async def test_late_letter_is_refused_unless_given_longer(
    field: Field, client: httpx.AsyncClient, post: Any
) -> None:
    cycle = await open_award(field.cast, rules=AwardRules(letters=1))
    for name in ("ann", "ben"):
        await field.apply(name, cycle, referees=(Referee("Ruth", "ruth@ono.test"),))
    path = f"/glasgow/awards/letters/{await secret_of()}"
    with clock.at(AFTER):
        assert (await post(client, path, {"text": "late"})).status_code == 403
        await apply_rules(AFTER, ISSUER)
    assert await field.states() == {"ann": "ineligible", "ben": "ineligible"}
    assert "incomplete application" in (await field.application("ann")).reason
    cycle = await field.cycle()
    ann = await field.application("ann")
    until = AFTER + timedelta(days=3)
    await allow_late_letters(
        field.sender, cycle, ann.id, until, "The server was down", by=SYSTEM, now=AFTER
    )
    await apply_rules(AFTER, ISSUER)
    assert (await field.states())["ann"] == "submitted", "waited for"
    with clock.at(AFTER + timedelta(days=1)):
        assert (await post(client, path, {"text": "late, but allowed"})).status_code == 303
    await apply_rules(until, ISSUER)
    assert await field.states() == {"ann": "shortlisted", "ben": "ineligible"}


async def test_remind_referees_twice_with_a_new_link_each_time(field: Field) -> None:
    cycle = await open_award(field.cast, rules=AwardRules(letters=1))
    await field.apply("ann", cycle, referees=(Referee("Ruth", "ruth@ono.test"),))
    before = await secret_of()
    for days in (8, 6.9, 6.5, 1.9, 1.5):
        await remind_referees(CLOSES - timedelta(days=days), ISSUER)
    assert await field.letters("reminder") == ["ruth@ono.test"] * 2
    assert before != await secret_of("reminder")


def test_check_pdf_refuses_what_is_none() -> None:
    assert check_pdf(pdf()) == ""
    assert "cannot be read" in check_pdf(b"%PDF-1.7 nothing else") or "empty" in check_pdf(
        b"%PDF-1.7 nothing else"
    )
    assert "Send a PDF" in check_pdf(b"GIF89a")
    assert "too large" in check_pdf(b"%PDF-" + b"x" * 3_100_000)


async def test_keep_the_letter_of_a_referee_who_is_no_longer_named(field: Field, post: Any) -> None:
    cycle = await open_award(field.cast, rules=AwardRules(letters=1))
    ruth, omar = Referee("Ruth", "ruth@ono.test"), Referee("Omar", "omar@field.test")
    await field.apply("ann", cycle, referees=(ruth,))
    await field.apply("ann", cycle, referees=(omar,))
    letters = (await field.application("ann")).letters
    assert [each.referee_name for each in letters] == ["Omar"]
    assert all(each.asked_at for each in letters)
    await field.apply("ann", cycle, referees=(replace(omar, name="Omar B."),))
    assert await field.letters("request") == ["omar@field.test", "ruth@ono.test"], "asked once"
