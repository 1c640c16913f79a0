"""Quotes, orders with their lines, payments, and the places that they hold."""

from piccolo.columns import JSON, BigInt, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person
from conference.registration.tables.prices import RegistrationCategory


class PlacePool(Record, Table, tablename="conference_place_pool"):
    """Places that can run out. `taken` moves only by one conditional UPDATE (no oversell).

    Keys: "meeting", "virtual", "extra:KEY", "category:KEY", "code:CODE". No row: no limit.
    """

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=80, default="meeting")
    capacity = Integer()
    taken = Integer(default=0)
    conference_place_pool_once = Unique([meeting, key])
    conference_place_pool_not_oversold = Check((taken >= 0) & (taken <= capacity))


class Quote(Record, Table, tablename="conference_quote"):
    """A price that was said: its lines, the reason of each, and until when it holds."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, null=True, default=None, index=True)
    payer = ForeignKey(
        Person,
        null=True,
        default=None,
        index=True,
        help_text="who asked for it and pays, if not the person",
    )
    category = ForeignKey(RegistrationCategory, null=False)
    mode = Varchar(length=20)
    wish = JSON(default="{}", help_text="registration.catalogue.Wish: what was asked for")
    lines = JSON(help_text="registration.pricing.Line, one each")
    total = BigInt()
    saving = BigInt(default=0)
    currency = Varchar(length=3)
    window_key = Varchar(length=40, default="", help_text="the period that gave the price")
    tested_on = Date(null=True, default=None, help_text="the day membership was tested for (M01)")
    quoted_at = Timestamptz()
    expires_at = Timestamptz()


class Order(Record, Table, tablename="conference_order"):
    """An account: lines are charged to it, payments settle it. `total` is the sum of its lines.

    Lines are only ever added; a cancellation or a change adds lines that take back and charge.
    """

    code = Varchar(length=12, unique=True)
    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False, help_text="who ordered and hears of it")
    quote = ForeignKey(
        Quote, unique=True, null=True, default=None, help_text="charged once, ever; none: by office"
    )
    currency = Varchar(length=3)
    total = BigInt()
    state = Varchar(length=20, help_text="registration.rules.OrderState")
    pays_by = Varchar(length=20, default="bank_transfer", help_text="registration.rules.PayBy")
    bill_to = Text(default="", help_text="name and address of who pays (T04)")
    bill_country = Varchar(length=2, default="")
    vat_number = Varchar(length=40, default="")
    purchase_order = Varchar(length=60, default="")
    window_key = Varchar(length=40, default="", help_text="the period that gave the price (P03)")
    expires_at = Timestamptz(null=True, default=None, help_text="unpaid until then: given up (R03)")
    placed_at = Timestamptz(index=True)


class OrderLine(Record, Table, tablename="conference_order_line"):
    """One charge, or one that takes a charge back (negative). Never changed once written."""

    order = ForeignKey(Order, index=True, null=False)
    position = Integer()
    kind = Varchar(length=20, default="fee", help_text="registration.catalogue.LineKind")
    item = Varchar(length=80, default="", help_text="key of the category, extra, code or dues")
    title = Varchar(length=250)
    reason = Text(default="")
    quantity = Integer(default=1)
    amount = BigInt(help_text="with tax")
    tax = BigInt(default=0, help_text="the part of the amount that is tax")
    tax_points = Integer(default=0, help_text="basis points: 2200 is 22 %")
    tax_note = Varchar(length=300, default="")
    registration = Varchar(length=12, default="", index=True, help_text="code of whose it is")


class Payment(Record, Table, tablename="conference_payment"):
    """Money received (positive) or given back (negative)."""

    order = ForeignKey(Order, index=True, null=False)
    amount = BigInt()
    method = Varchar(length=20, help_text="registration.rules.PaymentMethod")
    reference = Varchar(length=120, default="")
    received_at = Timestamptz(index=True)
    recorded_by = Varchar(length=200)
    idempotency_key = Varchar(length=80, unique=True)


class Registration(Record, Table, tablename="conference_registration"):
    """One person's place at one meeting."""

    code = Varchar(length=12, unique=True, help_text="readable, on the badge and in letters")
    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    category = ForeignKey(RegistrationCategory, index=True, null=False)
    order = ForeignKey(Order, index=True, null=False, help_text="the account it is charged to")
    mode = Varchar(length=20)
    day = Date(null=True, default=None, help_text="of a one-day registration (P12)")
    state = Varchar(length=20, index=True, help_text="registration.rules.RegistrationState")
    proof = Varchar(length=20, default="none", help_text="registration.rules.ProofState")
    seat = Integer(help_text="which place of the pool was taken; 0: none is counted")
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


class PlaceHold(Record, Table, tablename="conference_place_hold"):
    """Places of a pool that somebody holds: a registration, or an offer of the waiting list."""

    pool = ForeignKey(PlacePool, index=True, null=False)
    holder = Varchar(
        length=60, index=True, help_text="code of the registration, or id of the waiting entry"
    )
    quantity = Integer(default=1)
    taken_at = Timestamptz()
    released_at = Timestamptz(null=True, default=None)


class Guest(Record, Table, tablename="conference_guest"):
    """An accompanying person, tied to a registrant (P10)."""

    registration = ForeignKey(Registration, index=True, null=False)
    extra = Varchar(length=60, help_text="key of the extra that was charged")
    name = Varchar(length=200)
    left_at = Timestamptz(null=True, default=None)


class WaitingEntry(Record, Table, tablename="conference_waiting_entry"):
    """Somebody waits for a place of a pool, in the order of joining (R04)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    pool = ForeignKey(PlacePool, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    state = Varchar(length=20, index=True, help_text="registration.rules.WaitingState")
    joined_at = Timestamptz()
    offered_at = Timestamptz(null=True, default=None)
    offer_ends_at = Timestamptz(null=True, default=None)
    active_key = Varchar(
        length=120, null=True, default=None, unique=True, help_text="pool:person while it waits"
    )


class Draft(Record, Table, tablename="conference_registration_draft"):
    """What a known person has chosen so far, on whichever device; gone when the order is placed."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False)
    wish = JSON(default="{}")
    quote = ForeignKey(Quote, null=True, default=None)
    saved_at = Timestamptz()
    conference_registration_draft_once = Unique([meeting, person])


class Notice(Record, Table, tablename="conference_notice"):
    """A letter that is sent once: about which order or registration, for which deadline."""

    subject = Varchar(length=12, index=True, help_text="code of the order or registration")
    kind = Varchar(length=40, help_text="registration.notices.NoticeKind")
    deadline = Timestamptz()
    amount = BigInt(default=0, help_text="what it announced; never more is charged (P03)")
    conference_notice_once = Unique([subject, kind, deadline])
