"""How much one presenter may bring to a call (A08)."""

from dataclasses import dataclass
from uuid import UUID

from piccolo.columns.combination import Or, WhereRaw
from piccolo.custom_types import Combinable

from abstracts.calls.rules import CallRules
from abstracts.manuscript import Manuscript
from abstracts.tables import Author, Call
from abstracts.vocabulary import AbstractState, Preference
from conference.people import queries as people
from conference.people.rules import normal_address

COUNTED = (AbstractState.SUBMITTED, AbstractState.WAITLISTED, AbstractState.ACCEPTED)
POSTER_ONLY = Preference.POSTER_ONLY.value
NOBODY = UUID(int=0)
_BY_ADDRESS = 'LOWER("abstracts_author"."email") IN ({})'  # as typed by the authors


@dataclass(frozen=True, slots=True)
class PresenterCounts:
    """What a presenter brings already: abstracts in all, and those that may become a talk."""

    abstracts: int = 0
    talks: int = 0


def limit_problems(
    manuscript: Manuscript, rules: CallRules, counts: PresenterCounts
) -> dict[str, str]:
    """What keeps one more abstract of this presenter out: field -> sentence (A08).

    A talk counts as soon as it is asked for, so that no decision can break the limit. Only the
    presenter is counted: who is last author may be on any number.
    """
    presenter = next((each for each in manuscript.authors if each.is_presenting), None)
    if presenter is None:
        return {}
    name = presenter.name or "The presenter"
    if rules.max_abstracts is not None and counts.abstracts >= rules.max_abstracts:
        most = _many(rules.max_abstracts, "abstract")
        return {
            "presenting": f"{name} presents {_many(counts.abstracts, 'abstract')} of this call "
            f"already; {most} is the most. Choose another presenting author."
        }
    is_talk = manuscript.preference is not Preference.POSTER_ONLY
    if is_talk and rules.max_talks is not None and counts.talks >= rules.max_talks:
        most = _many(rules.max_talks, "talk")
        return {
            "preference": f"{name} asks for {_many(counts.talks, 'talk')} in this call already; "
            f"{most} is the most. Choose “Poster only”, or another presenting author."
        }
    return {}


async def presenter_counts(
    call: UUID, email: str, *, without: UUID | None = None
) -> PresenterCounts:
    """What the person of this address presents in a call, whoever submitted it (A08).

    Part of the action that submits `without`: the call is locked first, so that of two submissions
    at the same moment the second counts the first. A person is found by any of their addresses.
    """
    if not email:
        return PresenterCounts()
    await Call.update({Call.position: Call.position}).where(Call.id == call)
    addresses, person = await _addresses(email)
    mine: Combinable = WhereRaw(_BY_ADDRESS.format(", ".join(["{}"] * len(addresses))), *addresses)
    rows = await Author.select(Author.abstract.preference.as_alias("wish")).where(
        Author.abstract.call == call,
        Author.abstract.state.is_in([state.value for state in COUNTED]),
        Author.is_presenting.eq(True),
        Or(mine, Author.person == person) if person else mine,
        Author.abstract != (without or NOBODY),
    )
    return PresenterCounts(len(rows), sum(row["wish"] != POSTER_ONLY for row in rows))


async def _addresses(email: str) -> tuple[list[str], UUID | None]:
    """Every address of whoever holds this one, and who that is."""
    holder = await people.person_by_email(email)
    known = {normal_address(email)}
    if holder:
        known |= {row["address"] for row in await people.addresses_of(holder.id)}
    return sorted(known), holder.id if holder else None


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
