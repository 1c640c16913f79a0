"""The call: its window, what it asks for, its topics, and links for those who are late."""

from piccolo.columns import (
    JSON,
    BigInt,
    Boolean,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class Call(Record, Table, tablename="abstracts_call"):
    """A window for abstracts, what it asks for, and the policy that counts them."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=20, help_text="in the address; unique in a meeting")
    kind = Varchar(length=20, default="regular", help_text="abstracts.vocabulary.CallKind")
    title = Varchar(length=120)
    position = Integer(default=0)
    opens_at = Timestamptz()
    closes_at = Timestamptz()
    zone = Varchar(length=60)
    length_policy = JSON(help_text="abstracts.length.LengthPolicy")
    max_authors = Integer(default=20)
    presentations = JSON(
        default="[]", help_text="the Decisions that may come of it; empty: as its kind allows"
    )
    headings = JSON(default="[]", help_text="structured headings in order; empty: one free text")
    statements = JSON(default="[]", help_text="abstracts.calls.rules.Statement, in order (A11)")
    asks = JSON(default="[]", help_text="vocabulary.Asked: funding, ethics, trial, justification")
    disclosures = Varchar(length=20, default="none", help_text="vocabulary.DisclosureRule (A10)")
    is_figure_allowed = Boolean(default=False)
    has_awards = Boolean(default=False, help_text="award applications inside the form (A06, W03)")
    fee_member = BigInt(default=0, help_text="gross, minor units, for members at submission (A07)")
    fee_other = BigInt(default=0)
    max_talks = Integer(null=True, default=None, help_text="a presenter, in this call (A08)")
    max_abstracts = Integer(null=True, default=None, help_text="a presenter, in this call (A08)")
    is_hidden = Boolean(default=False, help_text="by link only: invited")
    abstracts_call_once = Unique([meeting, key])


class CallExtension(Record, Table, tablename="abstracts_call_extension"):
    """One extension of a call that no deadline of the meeting closes (A16, N06)."""

    call = ForeignKey(Call, index=True, null=False)
    previous_at = Timestamptz()
    extended_to = Timestamptz()
    reason = Text()
    by_name = Varchar(length=200)


class CallReminder(Record, Table, tablename="abstracts_call_reminder"):
    """That the holder of a draft was reminded of a deadline, so that it happens once (N03)."""

    draft = Varchar(length=12, index=True, help_text="code of the abstract")
    days = Integer(help_text="before the deadline")
    deadline = Timestamptz()
    abstracts_call_reminder_once = Unique([draft, days, deadline])


class LateLink(Record, Table, tablename="abstracts_late_link"):
    """A secret address with which one person may still submit or edit after the deadline."""

    call = ForeignKey(Call, index=True, null=False)
    digest = Varchar(length=64, unique=True, help_text="SHA-256 of the secret in the address")
    for_name = Varchar(length=200)
    email = Varchar(length=254)
    closes_at = Timestamptz()
    reason = Text(default="")
    by_name = Varchar(length=200)
    person = ForeignKey(Person, null=True, default=None, help_text="who used it first")
    revoked_at = Timestamptz(null=True, default=None)


class Topic(Record, Table, tablename="abstracts_topic"):
    meeting = ForeignKey(Meeting, index=True, null=False)
    code = Varchar(length=10)
    title = Varchar(length=160)
    position = Integer(default=0)
    keywords = Text(default="", help_text="separated by commas")
    abstracts_topic_once = Unique([meeting, code])


class TopicChair(Record, Table, tablename="abstracts_topic_chair"):
    """Who looks after a topic: reads every score of it and proposes its talks."""

    topic = ForeignKey(Topic, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    position = Integer(default=0)
    abstracts_topic_chair_once = Unique([topic, person])
