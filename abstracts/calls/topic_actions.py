"""Topics: their order, their keywords, and who looks after them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from abstracts.calls.errors import TopicsRefused
from abstracts.tables import Abstract, Topic, TopicChair
from conference.orm import Action, Actor, action
from conference.people import queries as people
from conference.people.access import Role
from conference.people.actions import grant_role


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic that authors may choose."""

    code: str
    title: str
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """A topic as the committee wants it: chairs by address; `id` is None for a new one."""

    code: str
    title: str
    keywords: str = ""
    chairs: tuple[str, ...] = ()
    id: UUID | None = None


async def set_topics(
    *, meeting: UUID, topics: Sequence[NewTopic], by: Actor, now: datetime
) -> None:
    """Names the topics in this order; one that is left out stays, since abstracts may have it."""
    async with action("set_topics", by=by, now=now, meeting=meeting) as act:
        known = await Topic.select(Topic.id, Topic.code).where(Topic.meeting == meeting)
        ids = {row["code"]: row["id"] for row in known}
        for position, topic in enumerate(topics):
            row = TopicRow(topic.code, topic.title, topic.keywords, id=ids.get(topic.code))
            await _write(act, meeting, row, position, keeps_keywords=not topic.keywords)
        act.note("meeting", meeting, topics=[topic.code for topic in topics])


async def save_topics(
    *, meeting: UUID, topics: Sequence[TopicRow], by: Actor, now: datetime
) -> None:
    """The topics as they are now, in this order, with keywords and chairs; who is left out goes.

    Chairs become reviewers. Raises TopicsRefused for a topic that abstracts have, for an address
    that nobody has, and when the topics were changed meanwhile.
    """
    chairs = await people.people_by_emails({each for row in topics for each in row.chairs})
    _refuse_unknown(topics, chairs.keys())
    async with action("save_topics", by=by, now=now, meeting=meeting) as act:
        known = await Topic.select(Topic.id, Topic.code).where(Topic.meeting == meeting)
        if {row.id for row in topics if row.id} - {row["id"] for row in known}:
            raise _refused("Somebody else removed a topic meanwhile. Open this page again.")
        await _remove(act, [row for row in known if row["id"] not in {each.id for each in topics}])
        await _park_codes(topics, {row["id"]: row["code"] for row in known})
        for position, row in enumerate(topics):
            id = await _write(act, meeting, row, position)
            people_ids = [chairs[each].id for each in row.chairs]
            await _write_chairs(act, meeting, id, row.code, list(dict.fromkeys(people_ids)))
        act.note("meeting", meeting, topics=[topic.code for topic in topics])


def _refuse_unknown(topics: Sequence[TopicRow], known: Collection[str]) -> None:
    errors = {
        f"row-{place}": f"{row.code}: nobody is known by {each}. Invite them as a reviewer first."
        for place, row in enumerate(topics)
        for each in row.chairs
        if each not in known
    }
    if errors:
        raise TopicsRefused(" ".join(errors.values()), errors=errors)


async def _remove(act: Action, gone: Sequence[dict[str, Any]]) -> None:
    ids = [row["id"] for row in gone]
    if not ids:
        return
    used = await Abstract.select(
        Abstract.topic.as_alias("first"), Abstract.second_topic.as_alias("second")
    ).where(Abstract.topic.is_in(ids) | Abstract.second_topic.is_in(ids))
    kept = {row[name] for row in used for name in ("first", "second")}
    for row in gone:
        if row["id"] in kept:
            raise _refused(f"{row['code']} has abstracts, drafts too, so it stays.")
    await TopicChair.delete().where(TopicChair.topic.is_in(ids))
    await Topic.delete().where(Topic.id.is_in(ids))
    act.note("topics", ", ".join(row["code"] for row in gone), removed=True)


async def _write(
    act: Action, meeting: UUID, row: TopicRow, position: int, *, keeps_keywords: bool = False
) -> UUID:
    values: dict[Any, Any] = {"code": row.code, "title": row.title, "position": position}
    if not keeps_keywords:
        values["keywords"] = row.keywords
    if row.id:
        await Topic.update(values).where(Topic.id == row.id)
        return row.id
    id = uuid4()
    await Topic.insert(Topic(id=id, created_at=act.now, meeting=meeting, **values))
    return id


async def _park_codes(topics: Sequence[TopicRow], before: dict[UUID, str]) -> None:
    """Codes are unique at every moment, so those that move to another topic step aside first."""
    for number, row in enumerate(topics):
        if row.id and before[row.id] != row.code:
            await Topic.update({Topic.code: f"~{number}"}).where(Topic.id == row.id)


async def _write_chairs(
    act: Action, meeting: UUID, topic: UUID, code: str, wanted: list[UUID]
) -> None:
    rows = (
        await TopicChair.select(TopicChair.person)
        .where(TopicChair.topic == topic)
        .order_by(TopicChair.position)
    )
    before = [row["person"] for row in rows]
    if before == wanted:
        return
    await TopicChair.delete().where(TopicChair.topic == topic)
    for position, person in enumerate(wanted):
        await TopicChair.insert(
            TopicChair(
                id=uuid4(), created_at=act.now, topic=topic, person=person, position=position
            )
        )
        await grant_role(person=person, role=Role.REVIEWER, meeting=meeting, by=act.by, now=act.now)
    act.note("topic", code, chairs=[before, wanted])


def _refused(sentence: str) -> TopicsRefused:
    return TopicsRefused(sentence, errors={"topics": sentence})
