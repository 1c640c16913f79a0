"""The programme of the demo: sessions, talks, boards, chairs; its two releases; stars."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from conference.demo.crowd import Crowd, DemoPerson
from conference.demo.day_plan import AUDITORIUM, EVENING, PlannedBlock, PlannedTalk
from conference.demo.ground import Ground
from conference.demo.paper_rows import WrittenPaper
from conference.demo.science import TOPICS
from conference.demo.seeded import Seeded, insert_rows
from conference.demo.titles import make_invited_title
from schedule.rules.editing import SessionEdit
from schedule.rules.vocabulary import ItemStatus, Part, SessionKind, SlotKind
from schedule.tables import Participation, Session, Slot

CODE_LENGTH = 6
STREAMED = frozenset({SessionKind.KEYNOTE, SessionKind.PLENARY})
STREAM = "https://stream.example/auditorium"
SET_UP, TEAR_DOWN_MINUTES, BOARD_SIZE = (8 * 60, 10 * 60 + 30), 30, "1 m × 1 m, portrait"
# 25 + 5, 20 + 5, 12 + 3 (S03)
QUESTIONS = {(SlotKind.INVITED, 30): 5, (SlotKind.INVITED, 25): 5, (SlotKind.TALK, 15): 3}
TITLES = {topic.code: topic.title for topic in TOPICS}
TOPIC_ORDER = {topic.code: place for place, topic in enumerate(TOPICS)}


@dataclass(slots=True)
class Agenda:
    """What was planned; `codes` of sessions by block, `items` that people may star."""

    sessions: list[Session] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    parts: list[Participation] = field(default_factory=list)

    @property
    def wanted_sessions(self) -> list[str]:
        """The codes of sessions that people come for."""
        kinds = {SessionKind.BREAK.value, SessionKind.OTHER.value}
        return [row.code for row in self.sessions if row.kind not in kinds]

    @property
    def starrable(self) -> list[str]:
        """The codes of those sessions and of all talks and posters."""
        return self.wanted_sessions + [row.code for row in self.slots]


class _Planner:
    def __init__(self, ground: Ground, crowd: Crowd, papers: list[WrittenPaper], seed: int) -> None:
        self.ground = ground
        self.seeded = Seeded(seed, "agenda")
        self.agenda = Agenda()
        self.invited = iter(crowd.invited)
        self.chairs = iter([crowd.personas["chair"], *crowd.chairs])
        self.boards = 0
        self._papers: dict[int, list[WrittenPaper]] = {}
        for each in papers:
            if each.paper.block is not None:
                self._papers.setdefault(each.paper.block, []).append(each)

    def plan(self, place: int, block: PlannedBlock) -> None:
        """One session of the plan, with its chairs, talks and posters."""
        session = self._session(block)
        self.agenda.sessions.append(session)
        for position in range(block.chairs):
            self._part(session.id, None, next(self.chairs), Part.CHAIR, position)
        papers = iter(self._papers.get(place, []))
        if block.posters:
            self._plan_posters(session.id, block, list(papers))
        start = block.lead_minutes
        for position, talk in enumerate(block.talks):
            self._plan_talk(session.id, block, position, start, talk, papers)
            start += talk.minutes

    def _session(self, block: PlannedBlock) -> Session:
        calendar = self.ground.calendar
        return Session(
            id=self.seeded.id(),
            created_at=calendar.decided,
            meeting=self.ground.meeting.id,
            code=self.seeded.code(CODE_LENGTH),
            kind=block.kind.value,
            title=block.title,
            track=TITLES.get(block.topic, ""),
            room=self.ground.rooms[block.room],
            starts_at=calendar.local(block.day, block.start),
            duration_minutes=block.minutes,
            summary=block.summary,
            sponsor=block.sponsor,
            is_streamed=block.kind in STREAMED,
            stream_url=STREAM if block.kind in STREAMED else "",
            status=ItemStatus.CONFIRMED.value,
            **self._hanging(block),
        )

    def _hanging(self, block: PlannedBlock) -> dict[str, Any]:
        """When posters go up and come down, and how large a board is (B04)."""
        if not block.posters:
            return {}
        local, end = self.ground.calendar.local, block.start + block.minutes
        return {
            "set_up_from": local(block.day, SET_UP[0]),
            "set_up_until": local(block.day, SET_UP[1]),
            "tear_down_from": local(block.day, end),
            "tear_down_until": local(block.day, end + TEAR_DOWN_MINUTES),
            "board_size": BOARD_SIZE,
        }

    def _plan_talk(
        self,
        session: UUID,
        block: PlannedBlock,
        position: int,
        start: int,
        talk: PlannedTalk,
        papers: Iterator[WrittenPaper],
    ) -> None:
        if talk.kind is SlotKind.INVITED:
            title, person, abstract = self._invited_title(block), next(self.invited), None
        else:
            written = next(papers)
            title, person = written.paper.manuscript.title, written.paper.presenter
            abstract = written.id
        slot = self._slot(session, position, title, talk.kind, (start, talk.minutes), abstract)
        self._part(session, slot.id, person, Part.SPEAKER, 0)

    def _invited_title(self, block: PlannedBlock) -> str:
        if block.kind is SessionKind.KEYNOTE:
            return block.title
        topic = next((t for t in TOPICS if t.code == block.topic), None)
        return make_invited_title(self.seeded.random, topic or self.seeded.random.choice(TOPICS))

    def _plan_posters(self, session: UUID, block: PlannedBlock, papers: list[WrittenPaper]) -> None:
        """Boards by topic, then family name (B01); odd ones are presented first (B02)."""
        half = block.minutes // 2
        for position, written in enumerate(sorted(papers, key=_board_order)):
            self.boards += 1
            window = (0 if self.boards % 2 else half, half)
            slot = self._slot(
                session,
                position,
                written.paper.manuscript.title,
                SlotKind.POSTER,
                window,
                written.id,
            )
            slot.board = f"{self.boards:03d}"
            self._part(session, slot.id, written.paper.presenter, Part.PRESENTER, 0)

    def _slot(
        self,
        session: UUID,
        position: int,
        title: str,
        kind: SlotKind,
        window: tuple[int, int],
        abstract: UUID | None,
    ) -> Slot:
        row = Slot(
            id=self.seeded.id(),
            created_at=self.ground.calendar.decided,
            session=session,
            code=self.seeded.code(CODE_LENGTH),
            position=position,
            title=title,
            kind=kind.value,
            abstract=abstract,
            starts_after_minutes=window[0],
            duration_minutes=window[1],
            questions_minutes=QUESTIONS.get((kind, window[1]), 0),
            status=ItemStatus.CONFIRMED.value,
        )
        self.agenda.slots.append(row)
        return row

    def _part(
        self, session: UUID, slot: UUID | None, person: DemoPerson, part: Part, position: int
    ) -> None:
        self.agenda.parts.append(
            Participation(
                id=self.seeded.id(), created_at=self.ground.calendar.decided, session=session,
                slot=slot, person=person.id, part=part.value, position=position,
            )
        )  # fmt: skip


async def write_agenda(
    ground: Ground,
    plan: tuple[PlannedBlock, ...],
    crowd: Crowd,
    papers: list[WrittenPaper],
    seed: int,
) -> Agenda:
    """Writes the whole draft programme."""
    planner = _Planner(ground, crowd, papers, seed)
    for place, block in enumerate(plan):
        planner.plan(place, block)
    agenda = planner.agenda
    await insert_rows(agenda.sessions)
    await insert_rows(agenda.slots)
    await insert_rows(agenda.parts)
    return agenda


def session_to_move(ground: Ground, agenda: Agenda) -> tuple[Session, SessionEdit]:
    """The one session that moves after the first release: to a free room, or to a later time."""
    symposia = [row for row in agenda.sessions if row.kind == SessionKind.SYMPOSIUM.value]
    rooms = {row.room for row in symposia if row.room != ground.rooms[AUDITORIUM]}
    for row in reversed(symposia):
        busy = {other.room for other in symposia if other.starts_at == row.starts_at}
        if free := sorted(rooms - busy, key=str):
            return row, replace(_as_it_is(row, agenda), room=free[0])
    [row] = [each for each in agenda.sessions if each.title == EVENING]
    later = row.starts_at + timedelta(minutes=30)
    return row, replace(_as_it_is(row, agenda), starts_at=later)


def sessions_to_cancel(agenda: Agenda) -> list[Session]:
    """What a sponsor withdraws after the first release: no talk is lost with it."""
    return [row for row in agenda.sessions if row.kind == SessionKind.INDUSTRY.value]


def _as_it_is(row: Session, agenda: Agenda) -> SessionEdit:
    return SessionEdit(
        title=row.title,
        kind=SessionKind(row.kind),
        track=row.track,
        room=row.room,
        starts_at=row.starts_at,
        duration_minutes=row.duration_minutes,
        summary=row.summary,
        people=tuple(
            (part.person, Part(part.part))
            for part in agenda.parts
            if part.session == row.id and part.slot is None
        ),
    )


def _board_order(written: WrittenPaper) -> tuple[int, str]:
    paper = written.paper
    return TOPIC_ORDER[paper.manuscript.topic], paper.presenter.sort_name
