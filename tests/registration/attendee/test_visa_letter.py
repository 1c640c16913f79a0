"""Letters of invitation: who gets one, what it says, whether it is genuine, what is forgotten."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
import pypdf
import pytest

from conference.letters.tables import OutboxLetter
from conference.orm import clock
from conference.registration import queries as registrations
from conference.registration.attendee import actions, queries
from conference.registration.attendee.rules import VisaState, why_no_visa_letter
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration, VisaRequest
from tests.cast import NOW
from tests.registration.conftest import ISSUER, Buy, Sale
from tests.registration.reading import errors_beside, words
from tests.web_client import Post, SignIn

PASSPORT = {
    "passport_name": "DÍAZ GARCÍA DAN",
    "nationality": "ES",
    "passport_number": "X1234567",
    "embassy": "British Embassy, Madrid",
}


@pytest.fixture(autouse=True)
def stopped_clock() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
async def dan(sale: Sale, client: httpx.AsyncClient, sign_in: SignIn) -> httpx.AsyncClient:
    await sign_in(client, sale.cast.dan)
    return client


@pytest.fixture
async def olive(
    sale: Sale, new_client: Callable[[], httpx.AsyncClient], sign_in: SignIn
) -> httpx.AsyncClient:
    browser = new_client()
    await sign_in(browser, sale.cast.olive)
    return browser


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize(
    ("state", "mode", "due", "words_of"),
    [
        (RegistrationState.CONFIRMED, "in_person", 0, ""),
        (RegistrationState.CONFIRMED, "in_person", 1, "once your registration is paid"),
        (RegistrationState.PENDING_PAYMENT, "in_person", 1, "once your registration is paid"),
        (RegistrationState.CANCELLED, "in_person", 0, "no longer valid"),
        (RegistrationState.CONFIRMED, "virtual", 0, "virtually"),
    ],
)
def test_a_visa_letter_is_for_who_is_confirmed_and_has_paid(
    state: RegistrationState, mode: str, due: int, words_of: str
) -> None:
    found = why_no_visa_letter(state, mode, due)

    assert (found == "") == (words_of == "")
    assert words_of in found


async def test_a_letter_is_asked_for_issued_and_says_what_the_passport_says(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, olive: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    mine = f"/my/registrations/{placed.registration_code}/visa-letter"
    await post(dan, mine, PASSPORT)
    assert (await dan.get(f"{mine}.pdf")).status_code == 409
    listed = words(await olive.get("/glasgow/office/visa-letters"))
    assert "DÍAZ GARCÍA DAN" in listed

    decided = f"/glasgow/office/visa-letters/{placed.registration_code}"
    await post(olive, decided, {"act": "issue"})

    letter = await OutboxLetter.select().where(OutboxLetter.kind == "visa_letter_issued").first()
    assert letter is not None
    assert "X1234567" not in letter["body"]
    pdf = await dan.get(f"{mine}.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    text = text_of(pdf.content)
    assert "We invite DÍAZ GARCÍA DAN of Instituto del Mar, national of Spain" in text
    assert "passport number X1234567" in text
    assert "British Embassy, Madrid" in text
    assert "is held in Clyde Hall, 1 Quay, Glasgow from Sun 17 Oct 2027 to Wed 20 Oct 2027" in text
    assert f"under the number {placed.registration_code}" in text
    assert "Dan Díaz" not in text
    assert (await olive.get(f"{decided}/letter.pdf")).content == pdf.content


async def test_an_embassy_checks_the_code_and_a_cancelled_registration_voids_it(
    sale: Sale,
    buy: Buy,
    dan: httpx.AsyncClient,
    olive: httpx.AsyncClient,
    new_client: Callable[[], httpx.AsyncClient],
    post: Post,
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    mine = f"/my/registrations/{placed.registration_code}/visa-letter"
    await post(dan, mine, PASSPORT)
    await post(olive, f"/glasgow/office/visa-letters/{placed.registration_code}", {"act": "issue"})
    text = text_of((await dan.get(f"{mine}.pdf")).content)
    found = re.search(r"Verification code (\S+)", text)
    assert found
    code = found[1]
    async with new_client() as embassy:
        genuine = await embassy.get(f"/glasgow/visa-letters/{code.lower().replace('-', '')}")
        forged = await embassy.get(f"/glasgow/visa-letters/{code[:-1]}{'0Z'[code[-1] == '0']}")
        await Registration.update({Registration.state: "cancelled"}).where(
            Registration.id == placed.registration
        )
        void = await embassy.get(f"/glasgow/visa-letters/{code}")

    assert "This letter is genuine and valid" in words(genuine)
    assert "DÍAZ GARCÍA DAN" in words(genuine)
    assert "X1234567" not in genuine.text
    assert forged.status_code == 404
    assert "no longer valid" in words(void)
    assert (await dan.get(f"{mine}.pdf")).status_code == 409


async def test_a_letter_taken_back_has_another_code_when_it_is_issued_again(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, olive: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    mine = f"/my/registrations/{placed.registration_code}/visa-letter"
    office = f"/glasgow/office/visa-letters/{placed.registration_code}"
    await post(dan, mine, PASSPORT)
    await post(olive, office, {"act": "issue"})
    first = text_of((await dan.get(f"{mine}.pdf")).content)
    await post(olive, office, {"act": "reopen"})
    await post(dan, mine, {**PASSPORT, "passport_name": "DIAZ DAN"})
    with clock.at(NOW + timedelta(hours=1)):
        await actions.issue_visa_letter(
            placed.registration_code, sale.meeting, ISSUER, by=_system(), now=clock.now()
        )
    second = text_of((await dan.get(f"{mine}.pdf")).content)

    codes = [re.search(r"Verification code (\S+)", text) for text in (first, second)]
    assert codes[0]
    assert codes[1]
    assert codes[0][1] != codes[1][1]
    assert "DIAZ DAN" in second


async def test_an_unpaid_registration_gets_no_letter(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan)
    mine = f"/my/registrations/{placed.registration_code}/visa-letter"

    shown = words(await dan.get(mine))
    refused = await post(dan, mine, PASSPORT)

    assert "once your registration is paid" in shown
    assert "once your registration is paid" in words(await dan.get(refused.headers["location"]))
    assert await VisaRequest.count() == 0


async def test_a_bad_passport_is_told_beside_its_field(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")

    answer = await post(
        dan,
        f"/my/registrations/{placed.registration_code}/visa-letter",
        {**PASSPORT, "passport_name": " ", "nationality": "XX", "applied_on": "soon"},
    )

    assert answer.status_code == 422
    assert "applied_on" in errors_beside(answer)
    assert "British Embassy" in answer.text
    assert await VisaRequest.count() == 0


async def test_the_day_of_the_application_is_kept_after_the_letter_is_issued(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, olive: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    mine = f"/my/registrations/{placed.registration_code}/visa-letter"
    office = f"/glasgow/office/visa-letters/{placed.registration_code}"
    await post(dan, mine, PASSPORT)
    await post(olive, office, {"act": "issue"})

    await post(dan, mine, {"applied_on": "2027-05-09"})
    await post(olive, office, {"act": "refused"})

    asked = await queries.visa_request(placed.registration)
    assert asked is not None
    assert asked.applied_on == date(2027, 5, 9)
    assert asked.state is VisaState.REFUSED
    assert asked.passport_name == "DÍAZ GARCÍA DAN"


async def test_passport_numbers_are_deleted_when_the_meeting_is_over_and_not_before(
    sale: Sale, buy: Buy
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    info = await registrations.registration_info(placed.registration)
    assert info is not None
    passport = actions.Passport("DAN", "ES", "X1234567")
    await actions.request_visa_letter(info, passport, sale.meeting, by=_system(), now=NOW)
    last_evening = datetime(2027, 10, 20, 22, 30, tzinfo=UTC)  # 23:30 in Glasgow

    await actions.forget_passports(last_evening, ISSUER)
    kept = await queries.visa_request(placed.registration)
    await actions.forget_passports(last_evening + timedelta(hours=1), ISSUER)
    gone = await queries.visa_request(placed.registration)

    assert kept
    assert gone
    assert (kept.passport_number, gone.passport_number) == ("X1234567", "")
    assert gone.passport_name == "DAN"


@pytest.mark.parametrize("count", [1, 3])
async def test_the_list_of_letters_takes_a_fixed_number_of_statements(
    sale: Sale, buy: Buy, count_statements: Any, count: int
) -> None:
    for person in (sale.cast.dan, sale.cast.alice, sale.cast.bob)[:count]:
        placed = await buy(person, "helper")
        info = await registrations.registration_info(placed.registration)
        assert info is not None
        passport = actions.Passport("X", "ES")
        await actions.request_visa_letter(info, passport, sale.meeting, by=_system(), now=NOW)

    with count_statements() as seen:
        found = await queries.visa_requests_of(sale.meeting.id)

    assert (len(found), len(seen)) == (count, 4)


def _system() -> Any:
    from conference.orm import Actor

    return Actor.system("test")


async def test_the_office_issues_all_that_may_be_issued_but_those_left_out(
    sale: Sale, buy: Buy, olive: httpx.AsyncClient, post: Post
) -> None:
    codes = []
    for person in (sale.cast.dan, sale.cast.alice, sale.cast.bob):
        placed = await buy(person, "helper")
        info = await registrations.registration_info(placed.registration)
        assert info is not None
        passport = actions.Passport(person.family_name.upper(), "ES")
        await actions.request_visa_letter(info, passport, sale.meeting, by=_system(), now=NOW)
        codes.append(info.code)
    await Registration.update({Registration.state: "cancelled"}).where(
        Registration.code == codes[1]
    )
    here = "/glasgow/office/visa-letters/issue"
    assert "Issue 2 letters of invitation" in words(await olive.get(here))

    await post(olive, here, {"leave": [codes[2]]})
    await post(olive, here, {"leave": [codes[2]]})

    states = {each.passport_name: each.state for each, _ in await _requests(sale)}
    assert states == {
        "DÍAZ": VisaState.ISSUED,
        "ÅNGSTRÖM": VisaState.REQUESTED,
        "BRENNAN": VisaState.REQUESTED,
    }
    letters = OutboxLetter.count().where(OutboxLetter.kind == "visa_letter_issued")
    assert await letters == 1


async def _requests(sale: Sale) -> Any:
    return await queries.visa_requests_of(sale.meeting.id)


async def test_no_letter_is_asked_for_once_the_meeting_is_over(
    sale: Sale, buy: Buy, dan: httpx.AsyncClient, post: Post
) -> None:
    placed = await buy(sale.cast.dan, "helper")
    mine = f"/my/registrations/{placed.registration_code}/visa-letter"
    with clock.at(NOW + timedelta(days=365)):
        await post(dan, mine, PASSPORT)
        assert "The meeting is over." in words(await dan.get(mine))
    assert await VisaRequest.count() == 0
