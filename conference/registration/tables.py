"""Prices, quotes, orders, payments and registrations. Amounts are integer minor units (P15)."""

from piccolo.columns import (
    JSON,
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person


class PlacePool(Record, Table, tablename="conference_place_pool"):
    """The places of a meeting. `taken` moves only by one conditional UPDATE (no oversell)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40, default="meeting")
    capacity = Integer()
    taken = Integer(default=0)
    conference_place_pool_once = Unique([meeting, key])
    conference_place_pool_not_oversold = Check((taken >= 0) & (taken <= capacity))


class RegistrationCategory(Record, Table, tablename="conference_category"):
    """A price class. The badge band is word first, pattern second, colour third."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40)
    title = Varchar(length=120)
    explanation = Varchar(length=300, default="")
    membership_types = Varchar(
        length=200, default="", help_text="keys, space separated; empty: none needed"
    )
    member_twin = Varchar(
        length=40, default="", help_text="key of the category a member would take instead"
    )
    needs_proof = Boolean(default=False)
    is_on_sale = Boolean(default=True, help_text="false: given by the office only")
    position = Integer(default=0)
    band_word = Varchar(length=20, default="")
    band_style = Varchar(length=20, default="plain", help_text="badges.rules.BandStyle")
    conference_category_once = Unique([meeting, key])


class PriceWindow(Record, Table, tablename="conference_price_window"):
    """Half-open [starts_at, ends_at) in UTC; a gap between windows means: not for sale (P01)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40)
    title = Varchar(length=80)
    starts_at = Timestamptz()
    ends_at = Timestamptz()
    zone = Varchar(length=60, help_text="the zone in which its end is announced (P02)")
    conference_price_window_once = Unique([meeting, key])


class Price(Record, Table, tablename="conference_price_amount"):
    category = ForeignKey(RegistrationCategory, index=True, null=False)
    window = ForeignKey(PriceWindow, index=True, null=False)
    mode = Varchar(length=20, help_text="meetings.rules.AttendanceMode: in_person or virtual")
    amount = BigInt(help_text="minor units of the meeting's currency")
    conference_price_amount_once = Unique([category, window, mode])


class Quote(Record, Table, tablename="conference_quote"):
    """A price that was said: its lines, the reason of each, and until when it holds."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, null=True, default=None, index=True)
    category = ForeignKey(RegistrationCategory, null=False)
    mode = Varchar(length=20)
    lines = JSON(help_text="[{title, reason, amount}]")
    total = BigInt()
    saving = BigInt(default=0)
    currency = Varchar(length=3)
    tested_on = Date(null=True, default=None, help_text="the day membership was tested for (M01)")
    quoted_at = Timestamptz()
    expires_at = Timestamptz()


class Order(Record, Table, tablename="conference_order"):
    code = Varchar(length=12, unique=True)
    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False, help_text="who ordered")
    quote = ForeignKey(Quote, unique=True, null=False, help_text="charged once, ever")
    currency = Varchar(length=3)
    total = BigInt()
    state = Varchar(length=20, help_text="registration.rules.OrderState")
    bill_to = Text(default="")
    placed_at = Timestamptz(index=True)


class OrderLine(Record, Table, tablename="conference_order_line"):
    order = ForeignKey(Order, index=True, null=False)
    position = Integer()
    title = Varchar(length=250)
    reason = Text(default="")
    amount = BigInt()


class Payment(Record, Table, tablename="conference_payment"):
    """Money received (positive) or given back (negative)."""

    order = ForeignKey(Order, index=True, null=False)
    amount = BigInt()
    method = Varchar(length=20, help_text="registration.rules.PaymentMethod")
    reference = Varchar(length=120, default="")
    received_at = Timestamptz()
    recorded_by = Varchar(length=200)
    idempotency_key = Varchar(length=80, unique=True)


class Registration(Record, Table, tablename="conference_registration"):
    """One person's place at one meeting."""

    code = Varchar(length=12, unique=True, help_text="readable, on the badge and in letters")
    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    category = ForeignKey(RegistrationCategory, index=True, null=False)
    order = ForeignKey(Order, index=True, null=False)
    mode = Varchar(length=20)
    state = Varchar(length=20, index=True, help_text="registration.rules.RegistrationState")
    seat = Integer(help_text="which place of the pool was taken")
    active_key = Varchar(
        length=80,
        null=True,
        default=None,
        unique=True,
        help_text="meeting:person while it holds a place, else null: one active registration (R01)",
    )
    ticket_hash = Varchar(length=64, unique=True, help_text="of the pick-up code in the letter")
    confirmed_at = Timestamptz(null=True, default=None)
    cancelled_at = Timestamptz(null=True, default=None)
    cancel_reason = Text(default="")


class PaymentAdvice(Record, Table, tablename="conference_payment_advice"):
    """How to pay, in the society's own words: account, what to write on the transfer."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    text = Text(default="")
