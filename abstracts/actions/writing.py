"""What authors do: start, save, submit, withdraw."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from litestar.datastructures import FormMultiDict

from abstracts.actions.storing import (
    insert_authors,
    lock_abstract,
    name_of,
    store_figure,
    text_columns,
)
from abstracts.errors import (
    CallClosed,
    NotPossible,
    SavedElsewhere,
    UnknownAbstract,
)
from abstracts.manuscript import Manuscript
from abstracts.queries.calls import CallInfo, TopicInfo, topics
from abstracts.queries.one import AbstractDetail, abstract_for_author, digest_of, id_of_key
from abstracts.states import next_state
from abstracts.tables import Abstract, Author
from abstracts.vocabulary import AbstractEvent, AbstractState
from abstracts.writing.figures import CleanImage
from abstracts.writing.form_parts import save_parts
from conference.meetings.rules import MeetingInfo
from conference.orm import Action, Actor, IntegrityConflict, action, integrity
from conference.orm.tokens import random_code
from conference.web.formats import instant

CODE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one author writes: the meeting, who they are, and where letters point to."""

    meeting: MeetingInfo
    person: UUID
    by: Actor
    base_url: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What a form brings beside the text: a new figure, and the sections of other parts."""

    image: CleanImage | None = None
    typed: FormMultiDict | None = None


NOTHING = Beside()


async def start_draft(
    desk: Desk,
    call: CallInfo,
    manuscript: Manuscript,
    now: datetime,
    *,
    key: str = "",
    beside: Beside = NOTHING,
) -> str:
    """A new draft with its reference, which it keeps for ever. Raises CallClosed (A05), and
    SavedElsewhere if a form with this key has started one already."""
    _refuse_closed(call, now)
    known = await topics(desk.meeting.id)
    async with action("start_draft", by=desk.by, now=now, meeting=desk.meeting.id) as act:
        abstract_id, code = await _insert(
            act, desk, call, manuscript, known, id_of_key(key) or uuid4()
        )
        await insert_authors(abstract_id, manuscript.authors, now)
        await store_figure(abstract_id, None, manuscript.figure, beside.image, now)
        await save_parts(act, desk.person, code, beside.typed, is_submitted=False)
        act.note("abstract", code, state=[None, AbstractState.DRAFT])
    return code


async def save_draft(
    desk: Desk,
    code: str,
    manuscript: Manuscript,
    now: datetime,
    *,
    seen: str,
    beside: Beside = NOTHING,
) -> None:
    """Keeps a draft as it is, complete or not (A05); the same text again changes nothing.

    Raises UnknownAbstract, CallClosed, NotPossible for one that is submitted, SavedElsewhere when
    the stored text is no longer the one that was `seen`.
    """
    known = await topics(desk.meeting.id)
    async with action("save_draft", by=desk.by, now=now, meeting=desk.meeting.id) as act:
        abstract = await editable(desk, code, now, seen, manuscript)
        if abstract.state is not AbstractState.DRAFT:
            raise NotPossible("This abstract is submitted: save changes by submitting them.")
        await save_parts(act, desk.person, code, beside.typed, is_submitted=False)
        if digest_of(manuscript) != abstract.digest:
            await replace_text(abstract, manuscript, known, now, beside)
            act.note("abstract", code, saved=True)


async def _insert(
    act: Action,
    desk: Desk,
    call: CallInfo,
    manuscript: Manuscript,
    known: list[TopicInfo],
    id: UUID,
) -> tuple[UUID, str]:
    row = Abstract(
        id=id,
        created_at=act.now,
        meeting=desk.meeting.id,
        call=call.id,
        topic=topic_id(manuscript.topic, known),
        second_topic=topic_id(manuscript.second_topic, known),
        submitter=desk.person,
        state=AbstractState.DRAFT.value,
    )
    for _ in range(CODE_TRIES):
        row.code = random_code()
        for column, value in text_columns(row.code, manuscript).items():
            setattr(row, name_of(column), value)
        try:
            async with integrity():
                await Abstract.insert(row)
        except IntegrityConflict:
            if await Abstract.exists().where(Abstract.id == id):
                raise SavedElsewhere("It was saved a moment ago; look at your abstracts.") from None
            continue
        return row.id, row.code
    raise RuntimeError("no free reference was found")


async def _own(desk: Desk, code: str) -> AbstractDetail:
    await lock_abstract(desk.meeting.id, code)
    abstract = await abstract_for_author(desk.meeting.id, code, desk.person)
    if abstract is None or abstract.submitter != desk.person:
        raise UnknownAbstract
    return abstract


async def editable(
    desk: Desk, code: str, now: datetime, seen: str, manuscript: Manuscript
) -> AbstractDetail:
    """The desk's own abstract, locked, if this text may be put in its place.

    Raises UnknownAbstract, NotPossible, CallClosed, SavedElsewhere.
    """
    abstract = await _own(desk, code)
    if next_state(abstract.state, AbstractEvent.SUBMIT) is None:
        raise NotPossible(f"An abstract that is {abstract.state} is no longer edited.")
    _refuse_closed(abstract.call, now)
    # A save whose answer was lost is sent again: what is stored is then what it says.
    if abstract.digest not in (seen, digest_of(manuscript)):
        raise SavedElsewhere(
            "This abstract was saved from another window since you opened it. Save again to put "
            "your text in place of the other."
        )
    return abstract


def _refuse_closed(call: CallInfo, now: datetime) -> None:
    if now < call.opens_at:
        raise CallClosed(f"This call opens on {instant(call.opens_at, call.zone)}.")
    if not call.is_open(now):
        raise CallClosed(
            f"This call closed on {instant(call.closes_at, call.zone)}; nothing can be changed."
        )


async def replace_text(
    abstract: AbstractDetail,
    manuscript: Manuscript,
    known: list[TopicInfo],
    now: datetime,
    beside: Beside,
) -> None:
    """Writes a manuscript over the stored one; authors who stay keep who they are known to be."""
    await Abstract.update(
        {
            **text_columns(abstract.code, manuscript),
            Abstract.topic: topic_id(manuscript.topic, known),
            Abstract.second_topic: topic_id(manuscript.second_topic, known),
        }
    ).where(Abstract.id == abstract.id)
    await Author.delete().where(Author.abstract == abstract.id)
    linked = list(zip(abstract.manuscript.authors, abstract.people, strict=True))
    await insert_authors(abstract.id, manuscript.authors, now, linked=linked)
    before, after = abstract.manuscript.figure, manuscript.figure
    await store_figure(abstract.id, before, after, beside.image, now)


def topic_id(code: str, known: list[TopicInfo]) -> UUID | None:
    """The topic of this code; None for none."""
    return next((topic.id for topic in known if topic.code == code), None)
