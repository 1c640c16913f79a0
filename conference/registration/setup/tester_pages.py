"""The office: what would this person pay on this date? The same rule that sells answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from litestar import get
from litestar.response import Template

from conference.meetings.given import Now, TheMeeting
from conference.meetings.rules import MeetingInfo
from conference.people import queries as people
from conference.people.access import Role, roles
from conference.people.rules import PersonInfo, clean, normal_address
from conference.registration.buyers import buyer_of, catalogue_for
from conference.registration.catalogue import (
    MODE_WORDS,
    ROLE_WORDS,
    Buyer,
    Catalogue,
    ExtraKind,
    Wish,
)
from conference.registration.catalogue_queries import StoredCatalogue
from conference.registration.draft import AnyRequest
from conference.registration.pricing import closed_sentence
from conference.registration.setup import queries
from conference.registration.setup.imagined import Described, imagine_buyer, try_prices
from conference.registration.setup.reading import Reading, percent_words
from conference.registration.windows import announced_end
from conference.web import FormState, page
from conference.web.formats import country_options, day

UNKNOWN = "Nobody here has this address; the prices are those of a stranger."
BOUGHT = "extra-"  # fields of how many of each extra
MOST_OF_ONE = 99
WHO = ("email", "at", "member_type", "member_until", "country", "role")


@dataclass(frozen=True, slots=True)
class Question:
    """Who is asked about, when, and what they would take."""

    person: PersonInfo | None
    described: Described
    at: datetime
    wish: Wish


@get("/{slug:str}/office/prices/test", opt=roles(Role.OFFICE))
async def try_price(request: AnyRequest, meeting: TheMeeting, now: Now) -> Template:
    """What would this person pay on this date?"""
    values = {"at": f"{meeting.local(now):%Y-%m-%dT%H:%M}", **request.query_params}
    form = Reading({name: clean(str(value)) for name, value in values.items()})
    person = await _person(form)
    at = form.instant("at", meeting.zone) or now
    stored = await catalogue_for(person.id if person else None, meeting, at)
    types = await queries.types_of([meeting.society, *stored.partners])
    question = _question(form, stored, types, person, at)
    buyer = await _buyer(question, types, meeting, stored)
    return _answer_page(request, meeting, stored, types, question, buyer, form)


async def _person(form: Reading) -> PersonInfo | None:
    email = form.raw("email")
    found = await people.person_by_email(normal_address(email)) if email else None
    if email and found is None:
        form.refuse("email", UNKNOWN)
    return found


def _question(
    form: Reading,
    stored: StoredCatalogue,
    types: Mapping[str, str],
    person: PersonInfo | None,
    at: datetime,
) -> Question:
    described = Described(
        form.choice("member_type", types, may_be_empty=True),
        form.day("member_until"),
        form.choice("country", dict(country_options()), may_be_empty=True),
        form.choice("role", ROLE_WORDS, may_be_empty=True),
    )
    return Question(person, described, at, _wish(form, stored.catalogue))


def _wish(form: Reading, catalogue: Catalogue) -> Wish:
    """What is asked for; each accompanying person gets a name that stands for theirs."""
    wanted = [
        (each, form.optional_whole(f"{BOUGHT}{each.key}", 0, MOST_OF_ONE) or 0)
        for each in catalogue.extras
    ]
    guests = [(each.key, n) for each, n in wanted if each.kind is ExtraKind.GUEST]
    return Wish(
        category=form.choice(
            "category", {each.key for each in catalogue.table.categories}, may_be_empty=True
        ),
        mode=form.choice("mode", MODE_WORDS, may_be_empty=True),
        day=form.day("day"),
        extras=tuple((each.key, n) for each, n in wanted if each.kind is not ExtraKind.GUEST),
        guests=tuple((key, f"guest {place}") for key, n in guests for place in range(1, n + 1)),
        codes=tuple(each.strip() for each in form.raw("codes").split(",") if each.strip()),
        join_as=form.choice("join_as", {e.type_key for e in catalogue.dues}, may_be_empty=True),
        bill_country=form.choice("bill_country", dict(country_options()), may_be_empty=True),
        vat_number=form.raw("vat_number")[:40],
    )


async def _buyer(
    question: Question, types: Mapping[str, str], meeting: MeetingInfo, stored: StoredCatalogue
) -> Buyer:
    """The person as they are known; what is described besides is theirs too."""
    described = question.described
    if question.person is None:
        return imagine_buyer(described, types, meeting, stored.catalogue, question.at)
    known = await buyer_of(question.person.id, meeting, stored, question.at)
    roles_too = known.roles | ({described.role} if described.role else frozenset())
    country = described.country or known.country
    income = stored.catalogue.incomes.get(country, "")
    return replace(known, roles=roles_too, country=country, income=income)


def _answer_page(
    request: AnyRequest,
    meeting: MeetingInfo,
    stored: StoredCatalogue,
    types: Mapping[str, str],
    question: Question,
    buyer: Buyer,
    form: Reading,
) -> Template:
    catalogue, at = stored.catalogue, question.at
    table = catalogue.table
    modes = (question.wish.mode,) if question.wish.mode else table.modes()
    window = table.window_at(at)
    context: dict[str, Any] = {
        "form": FormState(form.values, form.errors),
        "person": question.person,
        "at": at,
        "buyer": buyer,
        "income": buyer.income,
        "window": window,
        "until": announced_end(window) if window else "",
        "closed": closed_sentence(table, at),
        "tried": [
            try_prices(catalogue, replace(question.wish, mode=mode), buyer, at) for mode in modes
        ],
        "takes": any(form.raw(name) for name in form.values if name not in WHO),
        "percent": percent_words,
        "mode_words": MODE_WORDS,
        "types": list(types.items()),
        "roles": [(key, words.capitalize()) for key, words in ROLE_WORDS.items()],
        "categories": [(each.key, each.title) for each in table.categories],
        "days": [(each.isoformat(), day(each)) for each in catalogue.days],
        "extras": [(f"{BOUGHT}{each.key}", each.title) for each in catalogue.extras],
        "dues": [(each.type_key, each.title) for each in catalogue.dues],
        "countries": country_options(),
    }
    return page(request, "registration/price_test.html", **context)


handlers = [try_price]
