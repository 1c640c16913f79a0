"""The committee's list of abstracts on screen and as a sheet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from abstracts.deciding.listing import (
    NONE,
    SORTS,
    ListFilter,
    ListRow,
    list_abstracts,
)
from abstracts.queries.calls import calls, topics
from abstracts.queries.lists import count_by_state
from abstracts.reviewers.conflict_queries import conflicted_abstracts
from abstracts.vocabulary import (
    DECISION_WORDS,
    OUTCOME_WORDS,
    PREFERENCE_WORDS,
    STATE_WORDS,
    AbstractState,
    Outcome,
)
from abstracts.words import state_words
from conference.meetings.given import TheMeeting, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.web import page
from conference.web.marks import unmarked
from conference.web.pages import download, page_link, page_number
from conference.web.sheets import XLSX, Cell, csv_of, xlsx_of

AnyRequest = Request[Any, Any, Any]
LIST = "/{slug:str}/committee/abstracts"
CHAIR = roles(Role.PROGRAMME)
MAX_SEARCH = 200
FILTERED = [state for state in AbstractState if state is not AbstractState.DRAFT]
CHOICES: Mapping[str, Mapping[str, str]] = {
    "state": {each.value: STATE_WORDS[each] for each in FILTERED},
    "held": {
        **{each.value: OUTCOME_WORDS[each] for each in Outcome},
        NONE: "Nothing held",
    },
    "fee": {"due": "Unpaid", "paid": "Paid"},
    "presenter": {"registered": "Registered and paid", "missing": "Not registered"},
    "disputed": {"yes": "Reviewers disagree"},
    "sort": {key: words for key, (words, _, _) in SORTS.items()},
}
HEADINGS = (
    "Reference",
    "Title",
    "Presenting author",
    "E-mail",
    "Topic",
    "Call",
    "Wish",
    "State",
    "Decision",
    "Held",
    "Answer",
    "Fee",
    "Presenter registered",
    "Submitted (UTC)",
)


@get(LIST, opt=CHAIR)
async def show_abstracts(request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor) -> Template:
    typed = _typed(request)
    wanted = await _filter(typed, meeting, visitor, page_number(request))
    return page(
        request,
        "abstracts/committee.html",
        found=await list_abstracts(meeting.id, wanted),
        counts=await count_by_state(meeting.id),
        choices=await _choices(meeting),
        filters=typed,
        is_detailed=any(typed[name] for name in ("call", "held", "fee", "presenter", "disputed")),
        query=page_link(typed, 1).removesuffix("page=1").rstrip("?&"),
        page_link=page_link,
        state_words=state_words,
        outcomes=OUTCOME_WORDS,
    )


@get(LIST + ".csv", opt=CHAIR)
async def abstracts_csv(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Response[bytes]:
    wanted = await _filter(_typed(request), meeting, visitor, 0)
    found = await list_abstracts(meeting.id, wanted)
    body = csv_of(HEADINGS, map(_cells, found.rows))
    return download(body, "text/csv; charset=utf-8", f"{meeting.slug}-abstracts.csv")


@get(LIST + ".xlsx", opt=CHAIR)
async def abstracts_xlsx(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor
) -> Response[bytes]:
    wanted = await _filter(_typed(request), meeting, visitor, 0)
    found = await list_abstracts(meeting.id, wanted)
    body = xlsx_of("Abstracts", HEADINGS, map(_cells, found.rows))
    return download(body, XLSX, f"{meeting.slug}-abstracts.xlsx")


def _typed(request: AnyRequest) -> dict[str, str]:
    names = ("q", "topic", "call", *CHOICES)
    return {name: request.query_params.get(name, "")[:MAX_SEARCH] for name in names}


async def _filter(
    typed: Mapping[str, str], meeting: MeetingInfo, visitor: Visitor, number: int
) -> ListFilter:
    """Addresses are typed too: what makes no sense in one looks for everything."""
    assert visitor.person is not None, "the page asks for a role"
    known = {name: typed[name] if typed[name] in CHOICES[name] else "" for name in CHOICES}
    return ListFilter(
        text=typed["q"],
        topic=typed["topic"],
        call=typed["call"],
        page=number,
        conflicted=await conflicted_abstracts(meeting.id, visitor.person),
        **known,
    )


async def _choices(meeting: MeetingInfo) -> dict[str, Mapping[str, str]]:
    return {
        **CHOICES,
        "topic": {each.code: f"{each.code} {each.title}" for each in await topics(meeting.id)},
        "call": {each.key: each.title for each in await calls(meeting.id)},
    }


def _cells(row: ListRow) -> list[Cell]:
    return [
        row.code,
        unmarked(row.title),
        row.presenter,
        row.presenter_email,
        f"{row.topic_code} {row.topic_title}".strip(),
        row.call_title,
        PREFERENCE_WORDS[row.preference],
        STATE_WORDS[row.state],
        DECISION_WORDS[row.decision] if row.decision else "",
        "your conflict" if row.is_conflicted else OUTCOME_WORDS[row.held] if row.held else "",
        row.answer,
        "unpaid" if row.is_fee_due else "",
        "yes" if row.is_registered else "no",
        row.submitted_at,
    ]


handlers = [show_abstracts, abstracts_csv, abstracts_xlsx]
