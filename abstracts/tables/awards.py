"""Awards: cycles with their rules, applications, letters of support, and what was found."""

from piccolo.columns import (
    JSON,
    BigInt,
    Boolean,
    Bytea,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from abstracts.tables.calls import Call
from abstracts.tables.writing import Abstract
from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class AwardCycle(Record, Table, tablename="abstracts_award_cycle"):
    """One award at one meeting: window, amount, pot, and who may have it (W01-W06)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=20)
    title = Varchar(length=160)
    description = Text(default="")
    position = Integer(default=0)
    opens_at = Timestamptz()
    closes_at = Timestamptz(help_text="eligibility is evaluated as of this moment")
    zone = Varchar(length=60)
    call = ForeignKey(
        Call, null=True, default=None, help_text="closes when this call does (A16); none: by itself"
    )
    amount = BigInt(default=0, help_text="a winner, minor units of the meeting's currency")
    pot = BigInt(
        null=True, default=None, help_text="money for all; None: as many as there are places"
    )
    places = Integer(null=True, default=None)
    rules = JSON(default="{}", help_text="abstracts.awards.rules.AwardRules")
    has_free_registration = Boolean(default=False, help_text="a code for the winner")
    has_membership_year = Boolean(default=False, help_text="grants a year of membership (W06)")
    free_categories = Varchar(
        length=400, default="", help_text="keys that the code holds for; empty: all"
    )
    membership_type = Varchar(length=40, default="", help_text="key of the type that is granted")
    answer_days = Integer(default=10)
    evaluated_at = Timestamptz(
        null=True, default=None, help_text="when the rules were applied as of the deadline (W01)"
    )
    announced_at = Timestamptz(
        null=True, default=None, help_text="since then the winners are public"
    )
    abstracts_award_cycle_once = Unique([meeting, key])


class AwardExtension(Record, Table, tablename="abstracts_award_extension"):
    """One extension of an award that closes by itself (A16, N06)."""

    cycle = ForeignKey(AwardCycle, index=True, null=False)
    previous_at = Timestamptz()
    extended_to = Timestamptz()
    reason = Text()
    by_name = Varchar(length=200)


class AwardApplication(Record, Table, tablename="abstracts_award_application"):
    """One person's application; the abstract whose score ranks it, if the award wants one."""

    cycle = ForeignKey(AwardCycle, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    abstract = ForeignKey(Abstract, index=True, null=True, default=None)
    state = Varchar(length=12, default="draft", help_text="vocabulary.AwardState")
    career_stage = Varchar(length=30, default="")
    degree_on = Date(null=True, default=None)
    leave_months = Integer(default=0, help_text="not counted in the years since the degree")
    statement = Text(default="")
    submitted_at = Timestamptz(null=True, default=None)
    letters_until = Timestamptz(
        null=True, default=None, help_text="later letters are taken for this one until then (W04)"
    )
    letters_reason = Text(default="", help_text="why, and who allowed it")
    waived = JSON(default="[]", help_text="keys of the rules that the committee does not apply")
    waiver_reason = Text(default="")
    waived_by_name = Varchar(length=200, default="")
    tie_order = Integer(null=True, default=None, help_text="among equal scores, by hand (W02)")
    tie_reason = Text(default="")
    rank = Integer(null=True, default=None, help_text="when it was offered")
    amount = BigInt(null=True, default=None, help_text="what was offered, minor units")
    offered_at = Timestamptz(null=True, default=None)
    answer_by = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    paid_at = Timestamptz(null=True, default=None)
    payment_note = Varchar(length=200, default="")
    code = Varchar(length=40, default="", help_text="the discount code that came with it")
    reason = Text(default="", help_text="why ineligible, declined or forfeited")
    abstracts_award_application_once = Unique([cycle, person])


class AwardLetter(Record, Table, tablename="abstracts_award_letter"):
    """A letter of support that somebody else is asked for (W04)."""

    application = ForeignKey(AwardApplication, index=True, null=False)
    referee_name = Varchar(length=200)
    referee_email = Varchar(length=254)
    digest = Varchar(length=64, unique=True, help_text="SHA-256 of the secret in the request")
    position = Integer(default=0)
    asked_at = Timestamptz(null=True, default=None)
    reminded_at = Timestamptz(null=True, default=None)
    received_at = Timestamptz(null=True, default=None)
    text = Text(default="")
    file_name = Varchar(length=200, default="")
    file = Bytea(null=True, default=None)


class AwardCheck(Record, Table, tablename="abstracts_award_check"):
    """What the rules said of an application at one of three moments; never changed."""

    application = ForeignKey(AwardApplication, index=True, null=False)
    number = Integer(help_text="1 is the first of this application")
    moment = Varchar(length=12, help_text="vocabulary.AwardMoment: deadline, offer, payment")
    as_of = Timestamptz()
    is_eligible = Boolean()
    findings = JSON(help_text="one per rule: rule, met, sentence")
