"""Giving, taking, renewing and revoking certificates, and what was not shown."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pypdf

from badges.papers import actions
from badges.papers.claims import Scope, claims_of
from badges.papers.content import Press
from badges.papers.kinds import CertificateKind
from badges.papers.office import claim_rows
from badges.papers.policy import Policy
from badges.papers.queries import REPLACED, certificates_in_force, certificates_of_person
from badges.papers.rules import Claim, Never
from badges.tables import Certificate
from conference.letters.tables import OutboxLetter
from conference.people.tables import Person
from conference.registration.signing.actions import name_signatory, remove_signature
from conference.registration.signing.rules import Purpose, read_signature
from tests.badges.conftest import Enrol, Hall
from tests.badges.papers.conftest import AFTER, OLIVE, Held, came
from tests.badges.reading import words
from tests.registration.signing.test_signature_pages import figures_of, pdf_of
from tests.registration.signing.test_signature_rules import drawn
from tests.web_client import Post, SignIn

Born = Callable[..., Awaitable[UUID]]
ALL = tuple(CertificateKind)
HOME = "/glasgow/office/certificates"


async def claims(held: Held, *kinds: CertificateKind, person: UUID | None = None) -> list[Claim]:
    scope = Scope(held.hall.meeting, Policy(kinds=ALL), AFTER, person=person, kinds=kinds)
    return await claims_of(scope)


def who(found: list[Claim]) -> list[tuple[str, str, bool]]:
    return [(each.person.given_name, each.kind.value, each.is_ready) for each in found]


async def test_entitled_are_who_came_presented_chaired_and_reviewed(
    held: Held, reviewed: Any
) -> None:
    await reviewed(held.hall.cast.bob.id, 3)

    found = await claims(held)

    assert who(found) == [
        ("Alice", "attendance", True),
        ("Alice", "presentation", True),
        ("Alice", "credits", False),
        ("Bob", "service", True),
        ("Bob", "review", True),
        ("Dan", "attendance", False),
        ("Dan", "presentation", True),
        ("Dan", "service", True),
        ("Dan", "credits", False),
    ]
    assert found[4].grounds.reviews == 3
    assert await claims(held, person=held.hall.cast.dan.id) == found[5:]


async def test_draft_alone_and_decisions_to_come_entitle_nobody(
    hall: Hall, drafted: Any, reviewed: Any
) -> None:
    await reviewed(hall.cast.bob.id, 1, are_out=False)
    found = await claims_of(Scope(hall.meeting, Policy(kinds=ALL), AFTER))
    assert who(found) == [("Bob", "review", False)]


async def test_claims_and_rows_take_a_fixed_number_of_statements(
    held: Held, enrol: Enrol, born: Born, count_statements: Any, unhurried: None
) -> None:
    meeting = held.hall.meeting
    await claims(held)  # the release is read into memory once
    with count_statements() as few:
        await claims(held)
        await claim_rows(meeting, CertificateKind.ATTENDANCE, AFTER)
    for number in range(3):
        await came(await enrol(await born("Wei", f"Zhang {number}")))
    with count_statements() as many:
        found = await claims(held)
        rows = await claim_rows(meeting, CertificateKind.ATTENDANCE, AFTER)
    assert len(many) == len(few)
    assert (len(found), len(rows)) == (14, 5)


async def test_many_are_given_once_with_one_letter_each(held: Held, press: Press) -> None:
    found = await claims(held, *ALL[:3])

    first = await actions.issue_certificates(found, press, by=OLIVE, now=AFTER)
    again = await actions.issue_certificates(found, press, by=OLIVE, now=AFTER)

    assert (first.made, first.existing, first.letters) == (5, 0, 3)
    assert (again.made, again.existing, again.letters) == (0, 5, 0)
    letters = await OutboxLetter.select().where(OutboxLetter.kind == "certificates_ready")
    to_dan = next(each for each in letters if each["to_address"] == "dan@example.org")
    assert "Łódź cohort: ten years on" in to_dan["body"]
    assert "http://testserver/glasgow/my-papers" in to_dan["body"]
    given = await certificates_in_force(held.hall.meeting.id)
    assert len({each.code for each in given.values()}) == 5
    assert all(len(each.code) == 12 for each in given.values())


async def test_thousand_certificates_are_given_in_few_statements(
    held: Held, press: Press, count_statements: Any, unhurried: None
) -> None:
    [claim] = await claims(held, CertificateKind.ATTENDANCE, person=held.hall.cast.alice.id)
    many = [
        Claim(claim.person, claim.kind, claim.entitlement, claim.grounds, f"N{number}")
        for number in range(1_250)
    ]
    with count_statements() as seen:
        issued = await actions.issue_certificates(many, press, by=OLIVE, now=AFTER)
    assert issued.made == 1_250
    assert len(seen) < 10


async def test_person_takes_the_own_certificate_once_and_a_new_one_after_a_change_of_name(
    held: Held, after: None, client: httpx.AsyncClient, sign_in: SignIn, post: Post
) -> None:
    await sign_in(client, held.hall.cast.alice)
    take = {"kind": "attendance"}
    first = await post(client, "/glasgow/my-papers/certificates", take)
    again = await post(client, "/glasgow/my-papers/certificates", take)
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    assert text_of(await client.get(first.headers["location"])).count("Alice Ångström") == 1
    assert "Take a new one" not in words(await client.get("/glasgow/my-papers"))

    await Person.update({Person.certificate_name: "Alice M. Å."}).where(
        Person.id == held.hall.cast.alice.id
    )
    assert "Take a new one" in words(await client.get("/glasgow/my-papers"))
    await post(client, "/glasgow/my-papers/certificates", {**take, "renews": "on"})

    given = await certificates_of_person(held.hall.cast.alice.id, held.hall.meeting.id)
    assert [each.content.name for each in given if each.is_in_force] == ["Alice M. Å."]
    assert [each.revoked_why for each in given if not each.is_in_force] == [REPLACED]
    void = await client.get(first.headers["location"])
    assert void.status_code == 404
    assert "void" in words(void)


async def test_who_was_not_there_or_is_early_gets_a_reason_and_no_certificate(
    held: Held, client: httpx.AsyncClient, new_client: Any, sign_in: SignIn, post: Post,
    stopped_clock: None,
) -> None:  # fmt: skip
    await sign_in(client, held.hall.cast.alice)
    early = await client.get("/glasgow/my-papers")
    assert "Not yet The meeting is not over yet. From Thu 21 Oct 2027, 00:00 BST" in words(early)
    refused = await post(client, "/glasgow/my-papers/certificates", {"kind": "attendance"})
    assert refused.status_code == 409
    assert "From" in words(await client.get("/my"))
    assert await Certificate.count() == 0


async def test_somebody_elses_certificate_is_unknown(
    held: Held, after: None, press: Press, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    found = await claims(held, CertificateKind.ATTENDANCE)
    await actions.issue_certificates(found, press, by=OLIVE, now=AFTER)
    [given] = (await certificates_in_force(held.hall.meeting.id)).values()
    await sign_in(client, held.hall.cast.dan)
    answer = await client.get(f"/glasgow/my-papers/certificates/{given.code}.pdf")
    assert answer.status_code == 404
    assert "No check-in at the meeting is recorded." in words(
        await client.get("/glasgow/my-papers")
    )


async def test_verify_page_tells_genuine_revoked_and_unknown_apart(
    held: Held, press: Press, olive: httpx.AsyncClient, new_client: Any, post: Post
) -> None:
    found = await claims(held, CertificateKind.ATTENDANCE)
    await actions.issue_certificates(found, press, by=OLIVE, now=AFTER)
    [given] = (await certificates_in_force(held.hall.meeting.id)).values()
    stranger = new_client()
    typed = f"{given.code[:4].lower()}-{given.code[4:8]} {given.code[8:]}"
    asked = await stranger.get("/glasgow/certificates", params={"code": typed})
    genuine = await stranger.get(asked.headers["location"])
    empty = await post(olive, f"{HOME}/one/{given.code}", {"reason": " "})
    await post(olive, f"{HOME}/one/{given.code}", {"reason": "Wrong person"})
    void = await stranger.get(f"/glasgow/certificates/{given.code}")
    unknown = await stranger.get("/glasgow/certificates/000000000000")
    [withheld] = await claims(held, CertificateKind.ATTENDANCE, person=given.person)
    await post(olive, f"{HOME}/one/{given.code}", {"act": "allow"})
    [allowed] = await claims(held, CertificateKind.ATTENDANCE, person=given.person)

    assert "This certificate is genuine" in words(genuine)
    assert "Alice Ångström" in words(genuine)
    assert genuine.headers["x-robots-tag"] == "noindex"
    assert empty.status_code == 422
    assert "no longer valid" in words(void)
    assert "Wrong person" not in words(void)
    assert withheld.entitlement == Never("The office revoked it: Wrong person")
    assert allowed.is_ready
    assert unknown.status_code == 404
    assert "compare it with the paper" in words(unknown)
    assert 'value="000000000000"' in unknown.text


async def test_verify_page_stops_who_tries_codes(
    hall: Hall, after: None, client: httpx.AsyncClient
) -> None:
    for _ in range(60):
        await client.get("/glasgow/certificates/000000000000")
    assert (await client.get("/glasgow/certificates/000000000000")).status_code == 429


async def test_what_was_not_shown_gets_no_certificate_and_voids_one_that_was_given(
    held: Held, press: Press, olive: httpx.AsyncClient, post: Post
) -> None:
    dan, item = held.hall.cast.dan, held.drafted.second_talk
    found = await claims(held, CertificateKind.PRESENTATION)
    await actions.issue_certificates(found, press, by=OLIVE, now=AFTER)
    about = f"{dan.id}:{item}"
    listed = await olive.get(f"{HOME}/not-shown", params={"q": "lodz"})
    assert "Talk of Dan Díaz" in words(listed)
    assert (await post(olive, f"{HOME}/not-shown", {"about": about})).status_code == 422

    await post(olive, f"{HOME}/not-shown", {"about": about, "note": "The chair said so"})

    [claim] = await claims(held, CertificateKind.PRESENTATION, person=dan.id)
    assert not claim.is_ready
    given = await certificates_of_person(dan.id, held.hall.meeting.id)
    assert [each.revoked_why for each in given] == ["It was not shown at the meeting."]
    assert not await actions.mark_not_shown(
        held.hall.meeting, dan, item, "again", by=OLIVE, now=AFTER
    )
    await post(olive, f"{HOME}/not-shown", {"about": about, "act": "undo"})
    [claim] = await claims(held, CertificateKind.PRESENTATION, person=dan.id)
    assert claim.is_ready


async def test_office_proposes_leaves_out_gives_and_takes_the_files(
    held: Held, olive: httpx.AsyncClient, post: Post
) -> None:
    index = words(await olive.get(HOME))
    assert "Certificate of attendance" in index
    assert "Certificate of review: the programme chair sees who is entitled" in index
    proposal = await olive.get(f"{HOME}/kinds/presentation/issue")
    assert "Give 2 certificates" in words(proposal)
    dan = f"{held.hall.cast.dan.id}:{held.drafted.second_talk}"

    await post(olive, f"{HOME}/kinds/presentation/issue", {"leave": [dan]})

    shown = words(await olive.get(f"{HOME}/kinds/presentation"))
    assert "Give 1" in shown
    answer = await olive.get(f"{HOME}/files/presentation.csv")
    [row] = csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff")))
    assert (row["name"], row["what"]) == ("Alice Ångström", "Interferon λ in the gut")
    await post(olive, f"{HOME}/kinds/presentation/issue", {})
    bound = text_of(await olive.get(f"{HOME}/files/presentation.pdf"))
    assert 0 < bound.index("Alice Ångström") < bound.index("Dan Díaz")
    [code] = re.findall(r"/one/([0-9A-Z]{12})", (await olive.get(
        f"{HOME}/kinds/presentation", params={"q": "dan"})).text)  # fmt: skip
    assert "Łódź cohort" in words(await olive.get(f"{HOME}/one/{code}"))
    one = await olive.get(f"{HOME}/one/{code}/certificate.pdf")
    assert "Dan Díaz" in text_of(one)


async def test_who_reviewed_is_for_the_committee_only(
    held: Held, reviewed: Any, olive: httpx.AsyncClient, new_client: Any, sign_in: SignIn
) -> None:
    await reviewed(held.hall.cast.dan.id, 2)
    policy = Policy(kinds=ALL)
    await actions.save_policy(held.hall.meeting, policy, by=OLIVE, now=AFTER)
    bob = new_client()
    await sign_in(bob, held.hall.cast.bob)

    for path in ("kinds/review", "kinds/review/issue", "files/review.csv"):
        refused = await olive.get(f"{HOME}/{path}")
        assert refused.status_code == 403
        assert "the programme chair sees and gives" in words(refused)
    seen = await bob.get(f"{HOME}/kinds/review")
    assert "Dan Díaz" in words(seen)
    assert "secret title" not in seen.text
    assert (await bob.get(f"{HOME}/kinds/attendance")).status_code == 403


async def test_policy_refuses_unknown_words_beside_the_field_and_previews_without_saving(
    held: Held, olive: httpx.AsyncClient, post: Post
) -> None:
    wrong = {
        "kinds": ["attendance", "credits"], "words_attendance": "saw {title}",
        "most_credits": "many", "accreditation": "Ola",
    }  # fmt: skip
    refused = await post(olive, f"{HOME}/policy", wrong)
    assert refused.status_code == 422
    for sentence in (
        "Nobody knows {title} here.",
        "Credits need somebody who accredits them",
        "Choose at least one session",
        "Write a number of credits",
    ):
        assert sentence in words(refused)
    assert "saw {title}" in refused.text

    right = {"kinds": ["attendance"], "words_attendance": "sang at {meeting}", "note": "Ola"}
    seen = await post(olive, f"{HOME}/policy/preview", {**right, "preview": "attendance"})
    assert "sang at Signals 2027" in text_of(seen)
    assert "sang" not in (await olive.get(f"{HOME}/policy")).text
    await post(olive, f"{HOME}/policy", {**right, "words_service": ""})
    await post(olive, f"{HOME}/policy", {**right, "note": "Ola N."})
    again = await olive.get(f"{HOME}/policy")
    assert "sang at {meeting}" in again.text
    assert 'value="Ola N."' in again.text


def text_of(answer: httpx.Response) -> str:
    assert answer.headers["content-type"] == "application/pdf", answer.text[:500]
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_signature_of_the_day_stays_on_what_was_given(
    held: Held, olive: httpx.AsyncClient, post: Post
) -> None:
    meeting = held.hall.meeting
    hand = read_signature(drawn())
    await name_signatory(
        meeting.id, Purpose.CERTIFICATES, "Ola N.", "President", hand, by=OLIVE, now=AFTER
    )
    await post(olive, f"{HOME}/kinds/attendance/issue", {})
    [given] = (await certificates_in_force(meeting.id)).values()
    before = await olive.get(f"{HOME}/one/{given.code}/certificate.pdf")

    await remove_signature(meeting.id, Purpose.CERTIFICATES, by=OLIVE, now=AFTER)

    after = await olive.get(f"{HOME}/one/{given.code}/certificate.pdf")
    whole = await olive.get(f"{HOME}/files/attendance.pdf")
    assert after.content == before.content
    assert len(figures_of(pdf_of(before))) == 2
    assert figures_of(pdf_of(before))[0] == "Signature of Ola N."
    assert text_of(whole).count("Ola N. President") == 1
    assert before.content.count(b"/Subtype /Image") == 2  # the ink, and what is transparent


async def test_code_is_read_however_it_was_typed(
    held: Held, press: Press, after: None, client: httpx.AsyncClient
) -> None:
    [claim] = await claims(held, CertificateKind.ATTENDANCE, person=held.hall.cast.alice.id)
    await actions.claim_certificate(claim, press, by=OLIVE, now=AFTER)
    [given] = (await certificates_in_force(held.hall.meeting.id)).values()
    page, code = "/glasgow/certificates", given.code
    grouped = f"{code[:4]}/{code[4:8]}–{code[8:].lower()}"
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)

    for typed in (grouped, wide, f" https://x.example{page}/{code}/ "):
        found = await client.get(page, params={"code": typed}, follow_redirects=True)
        assert "This certificate is genuine" in words(found), typed
    short = await client.get(page, params={"code": code[:-1]})
    assert (short.status_code, "this has 11 signs" in words(short)) == (404, True)
    assert code[:-1] in short.text
    wrong = f"{page}/{code[:-1]}{'0Z'[code[-1] == '0']}"
    assert "sign by sign" in words(await client.get(wrong))


async def test_replaced_certificate_says_so_to_who_checks_it(
    held: Held, press: Press, after: None, client: httpx.AsyncClient
) -> None:
    [claim] = await claims(held, CertificateKind.ATTENDANCE, person=held.hall.cast.alice.id)
    await actions.claim_certificate(claim, press, by=OLIVE, now=AFTER)
    [old] = (await certificates_in_force(held.hall.meeting.id)).values()
    await actions.renew_certificate(old, claim, press, by=OLIVE, now=AFTER)

    seen = words(await client.get(f"/glasgow/certificates/{old.code}"))

    assert "replaced by a newer one" in seen
    assert "Ask them for that one" in seen


async def test_papers_after_the_meeting_name_the_certificate_name_and_offer_no_invitation(
    held: Held, after: None, client: httpx.AsyncClient, sign_in: SignIn
) -> None:
    await sign_in(client, held.hall.cast.alice)
    seen = words(await client.get("/glasgow/my-papers"))
    assert "They carry your certificate name: Alice Ångström" in seen
    assert "Letter of invitation" not in seen
