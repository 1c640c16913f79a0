"""Certificates, and the rules by which they are given."""

from piccolo.columns import JSON, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class CertificatePolicy(Record, Table, tablename="badges_certificate_policy"):
    """What a meeting certifies, in which words, and how CME hours are counted."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    kinds = JSON(default="[]", help_text="badges.papers.rules.CertificateKind given")
    words = JSON(default="{}", help_text="kind -> the society's own words, with placeholders")
    accreditor = Varchar(length=200, default="")
    accreditation = Varchar(length=120, default="", help_text="the accreditor's number")
    minutes_per_credit = Integer(default=60)
    most_credits = Integer(default=0, help_text="in hundredths; 0: no limit")
    least_share = Integer(default=80, help_text="per cent of a session one must have been in")
    cme_sessions = JSON(default="[]", help_text="codes of the sessions that count")
    note = Text(default="")


class Certificate(Record, Table, tablename="badges_certificate"):
    """A certificate that was given: what it says never changes; a wrong one is revoked."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    kind = Varchar(length=20, help_text="badges.papers.rules.CertificateKind")
    subject = Varchar(length=60, default="", help_text="code of the talk or poster, if any")
    once_key = Varchar(
        length=160,
        null=True,
        default=None,
        unique=True,
        help_text="meeting:kind:person:subject in force",
    )
    code = Varchar(length=16, unique=True, help_text="what the verify page asks for")
    content = JSON(help_text="badges.papers.rules.CertificateContent: all that is printed")
    issued_at = Timestamptz()
    by_name = Varchar(length=200)
    is_by_owner = Boolean(default=False)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_why = Text(default="")
    is_withheld = Boolean(
        default=False, help_text="revoked by the office: no other is given until it says so"
    )


class NotShown(Record, Table, tablename="badges_not_shown"):
    """Somebody did not show what the programme says: the board was empty, the talk not given (A15).

    `active_key` names meeting, item and person until it is taken back.
    """

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    item = Varchar(length=12, help_text="code of the session or the slot")
    active_key = Varchar(length=100, null=True, default=None, unique=True)
    note = Text(default="", help_text="how it is known: a photo, a scan, the chair")
    by_name = Varchar(length=200)
    withdrawn_at = Timestamptz(null=True, default=None)


class NotShownAnswer(Record, Table, tablename="badges_not_shown_answer"):
    """What the committee decided of one thing that follows when something was not shown (A15).

    `active_key` names meeting, kind and subject until it is taken back; then it is open again.
    """

    meeting = ForeignKey(Meeting, index=True, null=False)
    items = JSON(default="[]", help_text="codes of all that had been recorded as missed by then")
    out = JSON(default="[]", help_text="codes of those that left the programme with it")
    kind = Varchar(length=20, help_text="badges.papers.following.Kind")
    subject = Varchar(length=60, help_text="code of the abstract, id of the application or person")
    active_key = Varchar(length=140, null=True, default=None, unique=True)
    is_so = Boolean(help_text="False: it was left as it is")
    reason = Text()
    was = Varchar(length=20, default="", help_text="the state of the award before")
    letters = Integer(default=0, help_text="how many were told")
    by_name = Varchar(length=200)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_why = Text(default="")
