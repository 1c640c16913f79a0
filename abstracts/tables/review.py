"""Reviewing: rounds, reviewers, what they may not read, what they were given, what they say."""

from piccolo.columns import (
    JSON,
    Boolean,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from abstracts.tables.calls import Topic
from abstracts.tables.writing import Abstract
from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class ReviewRound(Record, Table, tablename="abstracts_review_round"):
    """A round of reviewing: which abstracts, until when, who sees what (V01-V04)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=20, help_text="in the address; unique in a meeting")
    title = Varchar(length=120)
    position = Integer(default=0)
    kind = Varchar(length=12, default="abstracts", help_text="vocabulary.RoundKind")
    calls = JSON(default="[]", help_text="ids of the calls whose abstracts it reads")
    award = Varchar(
        length=36, default="", help_text="id of the award cycle whose applicants it reads"
    )
    opens_at = Timestamptz()
    closes_at = Timestamptz()
    zone = Varchar(length=60)
    blind = Varchar(length=12, default="single", help_text="vocabulary.BlindMode (V02)")
    lowest = Integer(default=1)
    highest = Integer(default=5, help_text="the best score")
    reviews_wanted = Integer(default=3)
    reviews_least = Integer(default=2)
    load_cap = Integer(default=40)
    disagreement = Integer(default=2, help_text="a spread of so many points is flagged (V04)")
    counted = Varchar(length=12, default="overall", help_text="vocabulary.Counted (V04)")
    others = Varchar(length=12, default="after", help_text="vocabulary.OthersSeen")
    is_same_institution_barred = Boolean(default=True)
    instructions = Text(default="")
    abstracts_review_round_once = Unique([meeting, key])


class Criterion(Record, Table, tablename="abstracts_criterion"):
    """A weighted criterion beside the overall score."""

    round = ForeignKey(ReviewRound, index=True, null=False)
    key = Varchar(length=20)
    title = Varchar(length=80)
    hint = Varchar(length=300, default="")
    weight = Integer(default=1)
    position = Integer(default=0)
    abstracts_criterion_once = Unique([round, key])


class Reviewer(Record, Table, tablename="abstracts_reviewer"):
    """Somebody asked to review for a meeting; they get the reviewer's role when they accept."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    state = Varchar(length=12, default="invited", help_text="vocabulary.ReviewerState")
    digest = Varchar(
        length=64, default="", index=True, help_text="SHA-256 of the secret in the invitation"
    )
    load_cap = Integer(null=True, default=None, help_text="their own; else the round's")
    institutions = Text(default="", help_text="own ones, a line each; also conflicts")
    invited_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    reminded_at = Timestamptz(null=True, default=None)
    answer = Text(default="", help_text="what was said on declining")
    abstracts_reviewer_once = Unique([meeting, person])


class Interest(Record, Table, tablename="abstracts_interest"):
    """How well a reviewer knows a topic: 1 can read it, 2 is an expert."""

    reviewer = ForeignKey(Reviewer, index=True, null=False)
    topic = ForeignKey(Topic, index=True, null=False)
    level = Integer()
    abstracts_interest_once = Unique([reviewer, topic])


class DeclaredConflict(Record, Table, tablename="abstracts_declared_conflict"):
    """A person or an institution that a reviewer may not judge, or one abstract (V03)."""

    reviewer = ForeignKey(Reviewer, index=True, null=False)
    kind = Varchar(length=12, help_text="vocabulary.ConflictKind")
    text = Varchar(length=250, default="", help_text="the name, institution or address")
    abstract = ForeignKey(Abstract, index=True, null=True, default=None)
    reason = Text(default="")
    by_name = Varchar(length=200)
    is_by_committee = Boolean(default=False, help_text="the reviewer cannot take it back")


class ConflictWaiver(Record, Table, tablename="abstracts_conflict_waiver"):
    """The committee lets a reviewer read an abstract although one of the softer rules hit."""

    reviewer = ForeignKey(Reviewer, index=True, null=False)
    abstract = ForeignKey(Abstract, index=True, null=False)
    reason = Text()
    by_name = Varchar(length=200)
    abstracts_conflict_waiver_once = Unique([reviewer, abstract])


class Assignment(Record, Table, tablename="abstracts_assignment"):
    """One abstract that one reviewer is to read in a round."""

    round = ForeignKey(ReviewRound, index=True, null=False)
    abstract = ForeignKey(Abstract, index=True, null=False)
    reviewer = ForeignKey(Reviewer, index=True, null=False)
    state = Varchar(length=12, default="open", help_text="vocabulary.AssignmentState")
    why = Varchar(length=200, default="", help_text="the reason of this assignment, in words")
    position = Integer(default=0, help_text="in the reviewer's list")
    recusal = Text(default="", help_text="why the reviewer stood back; a recusal is no score")
    reminded_at = Timestamptz(null=True, default=None)
    reopened_at = Timestamptz(
        null=True, default=None, help_text="may be written after the closing, until it is sent"
    )
    abstracts_assignment_once = Unique([round, abstract, reviewer])


class ReviewReminder(Record, Table, tablename="abstracts_review_reminder"):
    """That a reviewer was reminded so many days before a round closes, so that it happens once."""

    round = ForeignKey(ReviewRound, index=True, null=False)
    reviewer = ForeignKey(Reviewer, index=True, null=False)
    days = Integer(help_text="14, 7 or 2 (N03)")
    abstracts_review_reminder_once = Unique([round, reviewer, days])


class Review(Record, Table, tablename="abstracts_review"):
    """What a reviewer says of an abstract. A draft until it is sent; only sent ones count."""

    assignment = ForeignKey(Assignment, unique=True, null=False)
    overall = Integer(null=True, default=None)
    scores = JSON(default="{}", help_text="criterion key -> score")
    recommendation = Varchar(length=20, default="", help_text="a Decision, or rejected")
    to_committee = Text(default="")
    to_authors = Text(default="")
    version = Integer(default=1, help_text="grows with each save; a save names the one it saw")
    saved_at = Timestamptz()
    sent_at = Timestamptz(null=True, default=None)


class DiscussionPost(Record, Table, tablename="abstracts_discussion_post"):
    """A word in the committee's thread on an abstract; never shown to conflicted people."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    round = ForeignKey(ReviewRound, null=True, default=None)
    person = ForeignKey(Person, index=True, null=False)
    by_name = Varchar(length=200)
    text = Text()
    is_deleted = Boolean(default=False)


class DiscussionLook(Record, Table, tablename="abstracts_discussion_look"):
    """When somebody last read an abstract's thread, and when a letter last told them of it."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    looked_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    abstracts_discussion_look_once = Unique([abstract, person])
