"""The reviewer's list: what is theirs, how far they are, what to read next."""

from datetime import datetime
from typing import Any

from litestar import Request, get
from litestar.response import Template

from abstracts.reviews.queue_queries import by_round, meetings_reviewed, sent_counts
from abstracts.reviews.queue_rules import SHOWN, filtered, next_to_review, shown_as
from abstracts.reviews.reading import given_to
from abstracts.reviews.seats import chaired_topics
from abstracts.reviews.words import DRAFT, STATE_WORDS, time_words
from abstracts.vocabulary import AssignmentState
from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Card
from conference.people.access import Role, Visitor, roles
from conference.web import page

AnyRequest = Request[Any, Any, Any]
MY_ORDER = 25
MAX_SEARCH = 200


@get("/{slug:str}/reviewing", opt=roles(Role.REVIEWER))
async def list_reviewing(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now
) -> Template:
    assert visitor.person is not None
    given = await given_to(meeting.id, visitor.person)
    state, text = (request.query_params.get(name, "") for name in ("state", "q"))
    state = state if state in SHOWN else ""
    counts = await sent_counts(given)
    rounds = sorted(by_round(given), key=lambda each: not each.is_waiting(now))
    return page(
        request,
        "abstracts/reviews/queue.html",
        rounds=rounds,
        first_of={
            each.round.id: next_to_review(given, counts, now, round_=each.round.id)
            for each in rounds
        },
        found=filtered([one for each in rounds for one in each.given], state, text[:MAX_SEARCH]),
        shown=[(key, sum(shown_as(each) == key for each in given)) for key in SHOWN],
        filters={"state": state, "q": text[:MAX_SEARCH]},
        is_chair=bool(await chaired_topics(visitor.person)) or visitor.may(Role.PROGRAMME),
        words_of=words_of,
        time_words=time_words,
        now=now,
    )


def words_of(given: Any) -> tuple[str, str]:
    """The state of one abstract in the list, and its badge's colour."""
    return DRAFT if given.is_draft else STATE_WORDS[AssignmentState(given.state)]


async def my_card(visitor: Visitor, now: datetime) -> Card | None:
    """What the visitor has to review, meeting by meeting."""
    if visitor.person is None:
        return None
    lists = [
        (each, by_round(await given_to(each.meeting, visitor.person)))
        for each in await meetings_reviewed(visitor.person)
    ]
    if not any(rounds for _, rounds in lists):
        return None
    context = {"meetings": lists, "time_words": time_words, "now": now}
    return Card(MY_ORDER, "abstracts/reviews/_my_card.html", context)


handlers = [list_reviewing]
