"""The letter a week before: once, with a code that the desk can scan, to whom it concerns."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import zxingcpp
from PIL import Image

from badges.admission.rules import Refused
from badges.desk.lookup import find_scanned
from badges.desk.pick_up_letters import send_pick_up_letters
from conference.letters.message import unpack
from conference.letters.tables import OutboxLetter
from conference.registration.rules import RegistrationState
from conference.registration.tables import Registration
from conference.registration.ticket import Issuer
from conference.settings import DEMO_SECRET
from tests.badges.conftest import Enrol, Hall

ISSUER = Issuer(DEMO_SECRET, "https://x.test", "x.test")
A_WEEK_BEFORE = datetime(2027, 10, 9, 23, 0, tzinfo=UTC)  # midnight in Glasgow


async def test_pick_up_letter_goes_once_to_who_comes_with_the_code_to_scan(
    hall: Hall, enrol: Enrol
) -> None:
    cast = hall.cast
    alice = await enrol(cast.alice)
    await enrol(cast.bob, mode="virtual")
    await enrol(cast.dan, state=RegistrationState.PENDING_PAYMENT)
    late = await enrol(cast.olive)
    await Registration.update({Registration.confirmed_at: A_WEEK_BEFORE}).where(
        Registration.id == late.id
    )
    await send_pick_up_letters(A_WEEK_BEFORE - timedelta(minutes=1), ISSUER)
    assert await OutboxLetter.count() == 0
    for _ in range(2):
        await send_pick_up_letters(A_WEEK_BEFORE, ISSUER)
    (letter,) = await OutboxLetter.select()
    assert (letter["kind"], letter["to_address"]) == ("pick_up", "alice@example.org")
    assert f"https://x.test/my/registrations/{alice.code}/badge" in letter["body"]
    (picture,) = unpack(letter["attachments"])
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.content)))
    found = await find_scanned(hall.meeting.id, code.text)
    assert not isinstance(found, Refused)
    assert found.code == alice.code
