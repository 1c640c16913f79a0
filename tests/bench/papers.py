"""Certificates for a whole meeting: given at once, and as one PDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

from reportlab.pdfgen.canvas import Canvas

from badges.papers.actions import ROWS_PER_INSERT, issue_certificates
from badges.papers.content import CertificateContent, Press, content_of
from badges.papers.kinds import CertificateKind
from badges.papers.pdf import certificates_pdf
from badges.papers.policy import Policy
from badges.papers.rules import ENTITLED, Attended, Claim, Grounds
from badges.papers.setting import LANDSCAPE
from badges.papers.sheet import WIDE, certificate_page, frame
from badges.papers.symbols import symbols_of
from badges.tables import Certificate
from conference.letters.tables import OutboxLetter
from conference.meetings import queries as meetings
from conference.meetings.tables import Meeting, Society
from conference.orm import tokens, transaction
from conference.orm.tables import AuditEntry
from conference.people.actions import person_row
from conference.people.rules import NewPerson, PersonInfo
from conference.people.tables import Person
from conference.registration.signing.rules import Signatory
from conference.typesetting import fonts
from conference.typesetting.pagination import Rule, Words
from tests.bench.ground import BY, FIRST_DAY, NOW, SLUG, empty_database
from tests.bench.timing import Table, in_turns

GIVEN = ("Łukasz", "María José", "Søren", "Étienne", "Anna", "Nguyễn Văn", "Zoë", "Otto")
FAMILY = ("Wiśniewski", "Fernández y García", "Kierkegård", "Lefèvre", "Trần", "Smith", "Horváth")


async def bench_papers(*, certificates: int, rounds: int) -> list[Table]:
    """Every round gives and prints to other people."""
    return [
        await _given(certificates, rounds),
        await _printed(certificates, rounds),
    ]


async def _given(count: int, rounds: int) -> Table:
    async with empty_database():
        press, people = await _meeting(count)
        turns = iter(range(10_000))

        async def floor() -> None:
            await PlainRows(press, people).insert()

        async def ours() -> None:
            claims = _claims(people, f"T{next(turns)}")
            issued = await issue_certificates(claims, press, by=BY, now=NOW)
            assert issued.made == issued.letters == count

        rows = await in_turns(floor, {"given, with letters": ours}, count=count, rounds=rounds)
    words = "as many ready rows of the same three tables, inserted in one transaction"
    return Table(f"{count} certificates given at once", "certificates", words, rows)


async def _printed(count: int, rounds: int) -> Table:
    async with empty_database():
        press, people = await _meeting(count)
    batches = [
        [content_of(press, each, tokens.random_code(12)) for each in _claims(people, "")]
        for _ in range(rounds + 1)
    ]
    plain, waiting = iter([PlainPages(each) for each in batches]), iter(batches)
    size = 0

    async def floor() -> None:
        next(plain).draw()

    async def ours() -> None:
        nonlocal size
        size = len(certificates_pdf(next(waiting)))

    rows = await in_turns(floor, {"as one PDF, A4": ours}, count=count, rounds=rounds)
    words = "a reportlab loop: drawString and rect of the same text, codes and lines ready made"
    table = Table(f"{count} certificates as one PDF", "certificates", words, rows)
    each = min(rows[0].ours) / count * 1000
    return replace(table, note=f"{each:.2f} ms of CPU and {size / 1024 / count:.1f} KiB each")


async def _meeting(count: int) -> tuple[Press, list[PersonInfo]]:
    society = Society(name="Society of Benches", short_name="SB")
    await Society.insert(society)
    meeting = Meeting(
        society=society.id, slug=SLUG, title="Benches 2027", mode="in_person", currency="EUR",
        zone="Europe/London", starts_on=FIRST_DAY, ends_on=date(2027, 10, 20), city="Glasgow",
    )  # fmt: skip
    await Meeting.insert(meeting)
    info = await meetings.meeting_by_slug(SLUG)
    assert info is not None
    people = [_person(number) for number in range(count)]
    rows = [person_row(NewPerson(each.given_name, each.family_name), NOW) for each in people]
    for row, each in zip(rows, people, strict=True):
        row.id = each.id
    for start in range(0, count, 500):
        await Person.insert(*rows[start : start + 500])
    return Press(info, Policy(), "https://bench.test", FIRST_DAY, Signatory("Anna Smith")), people


def _person(number: int) -> PersonInfo:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
    name = f"{given} {family} {number}"
    return PersonInfo(uuid4(), given, family, name, name, name, "", "", "", f"p{number}@bench.test")


def _claims(people: Sequence[PersonInfo], subject: str) -> list[Claim]:
    grounds = Grounds(attended=Attended(UUID(int=0), "", True, False, True))
    kind = CertificateKind.ATTENDANCE
    return [Claim(each, kind, ENTITLED, grounds, subject) for each in people]


class PlainRows:
    """The rows that giving writes, made beforehand."""

    def __init__(self, press: Press, people: Sequence[PersonInfo]) -> None:
        meeting = press.meeting.id
        self.certificates = [
            Certificate(
                id=uuid4(), created_at=NOW, meeting=meeting, person=each.id, kind="attendance",
                once_key=str(uuid4()), code=tokens.random_code(12), content="{}" * 200,
                issued_at=NOW, by_name="bench",
            )
            for each in people
        ]  # fmt: skip
        self.letters = [
            OutboxLetter(
                id=uuid4(), created_at=NOW, kind="bench", meeting=meeting, person=each.id,
                to_address=each.email, subject="Ready", body="x" * 700, attachments=b"",
                state="queued", not_before=NOW,
            )
            for each in people
        ]  # fmt: skip
        self.notes = [
            AuditEntry(
                at=NOW, created_at=NOW, verb="bench", actor_name="bench", meeting=meeting,
                subject_kind="certificate", subject="x", changes="{}",
            )
            for _ in people
        ]  # fmt: skip

    async def insert(self) -> None:
        async with transaction():
            for table, rows in (
                (Certificate, self.certificates),
                (OutboxLetter, self.letters),
                (AuditEntry, self.notes),
            ):
                for start in range(0, len(rows), ROWS_PER_INSERT):
                    await table.insert(*rows[start : start + ROWS_PER_INSERT])


@dataclass(frozen=True, slots=True)
class Text:
    font: str
    size: float
    colour: str
    x: float
    y: float
    words: str


class PlainPages:
    """The same strings and rectangles at the same places, worked out beforehand."""

    def __init__(self, contents: Sequence[CertificateContent]) -> None:
        symbols = symbols_of([each.check_at for each in contents])
        box = [part for _, parts in frame(WIDE).rows for part in parts]
        self.pages: list[tuple[list[Text], list[Rule]]] = []
        for content, symbol in zip(contents, symbols, strict=True):
            texts: list[Text] = []
            rules = [part for part in box if isinstance(part, Rule)]
            for placed in certificate_page(content, symbol).rows:
                for part in placed.row.parts:
                    if isinstance(part, Words):
                        texts.append(_text(part, placed.y))
                    elif isinstance(part, Rule):
                        rules.append(replace(part, y=part.y + placed.y))
            self.pages.append((texts, rules))

    def draw(self) -> bytes:
        target = BytesIO()
        canvas = Canvas(target, pagesize=LANDSCAPE, pageCompression=1)
        high = LANDSCAPE[1]
        for texts, rules in self.pages:
            for text in texts:
                canvas.setFillColor(text.colour)
                canvas.setFont(text.font, text.size)
                canvas.drawString(text.x, high - text.y, text.words)
            for rule in rules:
                canvas.setFillColor(rule.colour)
                canvas.rect(
                    rule.x, high - rule.y - rule.height, rule.width, rule.height, stroke=0, fill=1
                )
            canvas.showPage()
        canvas.save()
        return target.getvalue()


def _text(words: Words, top: float) -> Text:
    [atom] = words.line.atoms
    key = atom.line.runs[0].key
    return Text(
        fonts.embedded(key).fontName, atom.span.size, atom.span.colour, words.x,
        top + words.base, atom.line.text,
    )  # fmt: skip
