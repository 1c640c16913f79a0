"""The real people of a meeting on whose badges a layout is tried, or invented ones before any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from badges.faces.merits import merits_of
from badges.faces.queries import BadgeKey, badge_faces
from badges.faces.rules import AgendaLine, BadgeFace, Occasion, band_style, printed_name, ribbons
from badges.layouts.queries import Legend, legends_of
from badges.layouts.samples import Candidate, Choice, choose_samples
from conference.meetings.rules import MeetingInfo
from conference.registration import queries as registration
from conference.registration.queries import RegistrationInfo
from conference.registration.tables import Registration
from conference.web import formats

SPECIMEN_TOKEN = "PREV1EW0PREV1EW0"  # noqa: S105 - opens nothing: a preview is no badge
INVENTED = "invented"
PLAIN = Legend("", "Participant", "Participant", "plain")
_INVENTED = (
    ("Maximiliane Theodora", "von Württemberg-Sonnenschein", "Institute of Advanced Studies of "
     "Immunology and Infectious Diseases, University of the Upper Rhine", "DE"),
    ("Wolfeschlegelsteinhausen", "Bergerdorff", "", "AT"),
    ("Li", "Wu", "Fudan University", "CN"),
    ("Nguyễn Thị", "Hương", "Đại học Quốc gia Hà Nội", "VN"),
    ("عبد الرحمن", "الخوارزمي", "جامعة القاهرة", "EG"),
    ("Ольга", "Владимирская", "Институт иммунологии", "KZ"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sample:
    """A face to try a layout on; `id` is of the registration, or says that it is invented."""

    id: str
    why: str
    face: BadgeFace


async def samples_of(meeting: MeetingInfo, secret: str) -> list[Sample]:
    """The longest and the strangest badges of a meeting; a fixed number of statements."""
    chosen = choose_samples(await _candidates(meeting))
    if not chosen:
        return await invented_samples(meeting)
    return await _samples(meeting, chosen, secret)


async def samples_again(meeting: MeetingInfo, ids: Sequence[UUID], secret: str) -> list[Sample]:
    """The same people again, by registration; of this meeting only."""
    if not ids:
        return await invented_samples(meeting)
    return await _samples(meeting, [Choice(each, "") for each in ids], secret)


async def _candidates(meeting: MeetingInfo) -> list[Candidate]:
    person = Registration.person
    rows = await Registration.select(
        Registration.id,
        person.id.as_alias("person"),
        person.badge_name.as_alias("name"),
        person.registered_name.as_alias("registered"),
        person.family_name.as_alias("family"),
        person.affiliation.as_alias("affiliation"),
    ).where(Registration.meeting == meeting.id, Registration.active_key.is_not_null())
    merits = await merits_of(meeting, [row["person"] for row in rows])
    return [
        Candidate(
            row["id"], row["name"] or row["registered"], row["family"], row["affiliation"],
            len(ribbons(merits[row["person"]])),
        )
        for row in rows
    ]  # fmt: skip


async def _samples(meeting: MeetingInfo, chosen: Sequence[Choice], secret: str) -> list[Sample]:
    infos = await registration.registrations_info([each.registration for each in chosen])
    mine = [each for each in chosen if _is_of(meeting, infos.get(each.registration))]
    wanted = [infos[each.registration] for each in mine]
    keys = {info.id: BadgeKey(info.id, info.id, info.id) for info in wanted}
    faces = await badge_faces(meeting, wanted, keys, secret, with_agenda=True)
    return [
        Sample(str(each.registration), each.why, replace(face, token=SPECIMEN_TOKEN))
        for each, face in zip(mine, faces, strict=True)
    ]


def _is_of(meeting: MeetingInfo, info: RegistrationInfo | None) -> bool:
    return info is not None and info.meeting == meeting.id


async def invented_samples(meeting: MeetingInfo) -> list[Sample]:
    """Before anybody registered: names that a layout has to stand, in the meeting's categories."""
    legends = await legends_of(meeting.id) or (PLAIN,)
    return [
        Sample(
            f"{INVENTED}-{number}",
            INVENTED,
            _invented(meeting, number, legends[number % len(legends)]),
        )
        for number in range(len(_INVENTED))
    ]


def _invented(meeting: MeetingInfo, number: int, category: Legend) -> BadgeFace:
    """A face of nobody."""
    given, family, affiliation, country = _INVENTED[number]
    name = printed_name(f"{given} {family}", given, family)
    days = formats.days_span(meeting.starts_on, meeting.ends_on)
    return BadgeFace(
        name=name, registered=name, affiliation=affiliation,
        country=formats.country_name(country), country_code=country,
        category=category.word, band=band_style(category.style),
        ribbons=("Speaker", "Session chair", "First time here")[: number % 4],
        token=SPECIMEN_TOKEN, code=f"SPEC1{number}", meeting=meeting.title,
        occasion=", ".join(filter(None, (days, meeting.city))), category_key=category.key,
        given=given, family_name=family,
        at=Occasion(meeting.title, days, meeting.city, meeting.venue, meeting.society_name),
        agenda=(AgendaLine("Monday", "09:00", "Opening lecture", "Main hall"),),
    )  # fmt: skip
