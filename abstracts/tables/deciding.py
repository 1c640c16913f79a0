"""Deciding: the rules of a meeting, targets, held decisions, letters, reminders."""

from piccolo.columns import JSON, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from abstracts.tables.calls import Topic
from abstracts.tables.writing import Abstract
from conference.meetings.tables import Meeting
from conference.orm.record import Record


class AbstractPolicy(Record, Table, tablename="abstracts_policy"):
    """The rules about abstracts that differ between societies; no row: the defaults."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    has_one_talk = Boolean(default=True, help_text="one talk a person in the meeting (V06)")
    is_lightning_a_talk = Boolean(default=True, help_text="it counts as the one talk too (V06)")
    answer_days = Integer(default=14, help_text="to accept or decline, after the release (V08)")
    silence = Varchar(length=12, default="remind", help_text="vocabulary.Silence (V08)")
    grace_days = Integer(default=7, help_text="after that reminder, then the place is free (V08)")
    presenter_days = Integer(default=30, help_text="to register and pay, after the release (A09)")
    presenter_reminders = JSON(default="[14, 3]", help_text="days before that day")
    is_slot_released = Boolean(default=True, help_text="after that day and both reminders (A09)")
    presenter_change_until = Timestamptz(
        null=True, default=None, help_text="freely until then (A12)"
    )
    may_anybody_present = Boolean(default=False, help_text="or authors only (A12)")
    correct_authors_until = Timestamptz(null=True, default=None)
    does_ask_coauthors = Boolean(default=True, help_text="a letter to each co-author on submission")
    frozen_at = Timestamptz(
        null=True, default=None, help_text="the book: withdrawals stay named (A13)"
    )
    titles_from = Timestamptz(
        null=True, default=None, help_text="public; none: once accepted (A14)"
    )
    texts_from = Timestamptz(
        null=True, default=None, help_text="public; none: at the meeting's start"
    )
    registered_texts_from = Timestamptz(null=True, default=None, help_text="for registered people")


class DecisionTarget(Record, Table, tablename="abstracts_decision_target"):
    """How many of a kind the committee wants, in a topic or in all (V05)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    topic = ForeignKey(Topic, index=True, null=True, default=None)
    decision = Varchar(length=20, help_text="vocabulary.Decision")
    wanted = Integer()


class HeldDecision(Record, Table, tablename="abstracts_held_decision"):
    """A decision that nobody outside the committee knows until all are released (V07)."""

    abstract = ForeignKey(Abstract, unique=True, null=False)
    outcome = Varchar(length=20, help_text="vocabulary.Outcome")
    waiting_rank = Integer(null=True, default=None)
    note = Text(default="", help_text="a word to the authors, goes into the letter")
    why = Varchar(length=250, default="", help_text="the rule's reason, or the person's")
    is_by_hand = Boolean(default=False, help_text="a person chose it: proposals leave it alone")
    by_name = Varchar(length=200)


class DecisionLetter(Record, Table, tablename="abstracts_decision_letter"):
    """The society's own words for an outcome; no row: the default letter."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    outcome = Varchar(length=20, help_text="vocabulary.Outcome")
    subject = Varchar(length=200)
    body = Text()
    abstracts_decision_letter_once = Unique([meeting, outcome])


class DecisionRelease(Record, Table, tablename="abstracts_decision_release"):
    """One moment at which held decisions became known."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    number = Integer()
    by_name = Varchar(length=200)
    released_at = Timestamptz()
    answer_by = Timestamptz(null=True, default=None)
    register_by = Timestamptz(null=True, default=None)
    counts = JSON(help_text="outcome -> how many")
    abstracts_decision_release_once = Unique([meeting, number])


class PresenterReminder(Record, Table, tablename="abstracts_presenter_reminder"):
    """That a presenter was reminded to answer or to register, so that it happens once each."""

    abstract = ForeignKey(Abstract, index=True, null=False)
    kind = Varchar(length=20, help_text="answer or register")
    number = Integer(help_text="1 is the first since the decision was released")
    abstracts_presenter_reminder_once = Unique([abstract, kind, number])
