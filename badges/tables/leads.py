"""Who lets exhibitors keep what of them, and whom exhibitors met."""

from piccolo.columns import JSON, UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person
from conference.registration.tables import Registration


class Exhibitor(Record, Table, tablename="badges_exhibitor"):
    """A company that may scan badges."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40)
    name = Varchar(length=200)
    ended_at = Timestamptz(null=True, default=None)
    badges_exhibitor_once = Unique([meeting, key])


class ExhibitorMember(Record, Table, tablename="badges_exhibitor_member"):
    """Somebody who scans for an exhibitor."""

    exhibitor = ForeignKey(Exhibitor, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    ended_at = Timestamptz(null=True, default=None)


class LeadConsent(Record, Table, tablename="badges_lead_consent"):
    """What an attendee lets exhibitors keep; none, and a scan tells nothing."""

    registration = ForeignKey(Registration, unique=True, null=False)
    fields = JSON(default="[]", help_text="badges.leads.rules.LeadField")
    given_at = Timestamptz()
    withdrawn_at = Timestamptz(null=True, default=None)


class Lead(Record, Table, tablename="badges_lead"):
    """One exhibitor met one attendee, with the fields that were agreed to at that moment."""

    exhibitor = ForeignKey(Exhibitor, index=True, null=False)
    registration = ForeignKey(Registration, index=True, null=False)
    client_id = UUID(unique=True)
    at = Timestamptz()
    by_name = Varchar(length=200)
    shown = JSON(help_text="field -> value as it was shown")
    note = Text(default="")
    withdrawn_at = Timestamptz(null=True, default=None, help_text="by the attendee")
