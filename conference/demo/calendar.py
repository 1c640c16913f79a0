"""The demo's year: every date counted back from its first day, so that it is always alive."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from conference.demo.shape import MEETING_DAYS, first_day
from conference.meetings.rules import end_of_day, instant_of

VENUE_ZONE = "Europe/London"
SOCIETY_ZONE = "America/New_York"
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class DemoCalendar:
    """When everything happened and will happen; `today` is the day of the build."""

    today: date

    @property
    def first_day(self) -> date:
        """The Sunday on which the meeting opens."""
        return first_day(self.today)

    @property
    def last_day(self) -> date:
        """The Wednesday on which it ends."""
        return self.first_day + timedelta(days=MEETING_DAYS - 1)

    @property
    def now(self) -> datetime:
        """The instant at which the demo was built, for all that it says of the past."""
        return datetime.combine(self.today, time(0, 5), tzinfo=UTC)

    def before(self, days: int, at: time = LAST_MINUTE, zone: str = SOCIETY_ZONE) -> datetime:
        """The instant of a wall-clock time that many days before the first day."""
        day = self.first_day - timedelta(days=days)
        return instant_of(datetime.combine(day, at), zone)

    def end_of(self, days: int, zone: str = SOCIETY_ZONE) -> datetime:
        """The midnight that ends a day before the meeting: a price flips there (P02)."""
        return end_of_day(self.first_day - timedelta(days=days), zone)

    @property
    def registration_opens(self) -> datetime:
        """The first price holds from here."""
        return self.before(170, time(9, 0))

    @property
    def early_ends(self) -> datetime:
        """Over when the demo is built."""
        return self.end_of(60)

    @property
    def on_site_begins(self) -> datetime:
        """On-site prices from the midnight before the first day."""
        return self.end_of(1, VENUE_ZONE)

    @property
    def registration_closes(self) -> datetime:
        """The end of the last day."""
        return end_of_day(self.last_day, VENUE_ZONE)

    @property
    def call_opens(self) -> datetime:
        """The regular call."""
        return self.before(230, time(9, 0))

    @property
    def call_closed_first(self) -> datetime:
        """The deadline as it was announced."""
        return self.before(125)

    @property
    def call_closes(self) -> datetime:
        """The deadline as it was extended."""
        return self.before(115)

    @property
    def late_call_opens(self) -> datetime:
        """The late-breaking call."""
        return self.before(45, time(9, 0))

    @property
    def late_call_closes(self) -> datetime:
        """Still to come when the demo is built."""
        return self.before(14)

    @property
    def decided(self) -> datetime:
        """When the decisions were made."""
        return self.before(80, time(15, 0))

    @property
    def answer_by(self) -> datetime:
        """Until when presenters were to accept or decline (V08)."""
        return self.before(66)

    @property
    def presenters_registered(self) -> datetime:
        """By when presenting authors are registered and have paid (A09)."""
        return self.before(10)

    @property
    def released(self) -> datetime:
        """The first release of the programme."""
        return self.now - timedelta(days=12)

    @property
    def moved(self) -> datetime:
        """The second release, with a session moved: yesterday, so that it still shows."""
        return self.now - timedelta(hours=20)

    def local(self, day: int, minutes: int) -> datetime:
        """The instant of a wall-clock time of the meeting: day 0 is the first."""
        midnight = datetime.combine(self.first_day + timedelta(days=day), time())
        return instant_of(midnight + timedelta(minutes=minutes), VENUE_ZONE)
