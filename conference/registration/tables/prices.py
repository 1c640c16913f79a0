"""What is for sale, when and at which price. Amounts are integer minor units (P15)."""

from piccolo.columns import (
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.constraints import Unique
from piccolo.table import Table

from conference.meetings.tables import Meeting, Society
from conference.orm.record import Record


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
    proof_fallback = Varchar(
        length=40, default="", help_text="key of the category charged when the proof is refused"
    )
    income_groups = Varchar(
        length=40, default="", help_text="LIC LMC UMC HIC of the institution's country (P05)"
    )
    is_one_day = Boolean(default=False, help_text="for one named day of the meeting (P12)")
    granted_to = Varchar(
        length=200, default="", help_text="roles that may take it unasked (P09), space separated"
    )
    is_on_sale = Boolean(default=True, help_text="false: given by the office, a role or a code")
    tax_class = Varchar(length=40, default="registration")
    position = Integer(default=0)
    band_word = Varchar(length=20, default="")
    band_style = Varchar(length=20, default="plain", help_text="badges.faces.rules.BandStyle")
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


class Extra(Record, Table, tablename="conference_extra"):
    """Something bought beside the registration: dinner, workshop, guest, T-shirt."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40)
    title = Varchar(length=120)
    explanation = Varchar(length=300, default="")
    kind = Varchar(length=20, help_text="registration.catalogue.ExtraKind")
    most = Integer(default=1, help_text="how many one person may take")
    modes = Varchar(length=40, default="in_person", help_text="space separated")
    categories = Varchar(length=400, default="", help_text="keys, space separated; empty: all")
    tax_class = Varchar(length=40, default="registration")
    is_on_sale = Boolean(default=True)
    position = Integer(default=0)
    conference_extra_once = Unique([meeting, key])


class ExtraPrice(Record, Table, tablename="conference_extra_price"):
    """A missing row means: not for sale in this window (P13)."""

    extra = ForeignKey(Extra, index=True, null=False)
    window = ForeignKey(PriceWindow, index=True, null=False)
    amount = BigInt()
    conference_extra_price_once = Unique([extra, window])


class Bundle(Record, Table, tablename="conference_bundle"):
    """Several extras together at one price (P11)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    key = Varchar(length=40)
    title = Varchar(length=120)
    extras = Varchar(length=400, help_text="keys of two or more extras, space separated")
    amount = BigInt()
    conference_bundle_once = Unique([meeting, key])


class DiscountCode(Record, Table, tablename="conference_discount_code"):
    """A code that changes a price or opens a category. Its quota is the pool "code:CODE" (P08)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    code = Varchar(length=40, help_text="upper case, without spaces")
    title = Varchar(length=120)
    kind = Varchar(length=20, help_text="registration.catalogue.CodeKind")
    value = BigInt(default=0, help_text="percent: hundredths of a percent; else minor units")
    categories = Varchar(length=400, default="", help_text="keys it holds for; empty: all")
    extras = Varchar(length=400, default="", help_text="extras it reduces too; empty: none")
    extras_only = Boolean(default=False, help_text="true: the fee stays as it is")
    opens = Varchar(length=40, default="", help_text="key of the category that it opens")
    starts_at = Timestamptz(null=True, default=None)
    ends_at = Timestamptz(null=True, default=None)
    stacks = Boolean(default=False, help_text="may be used together with another code")
    is_active = Boolean(default=True)
    reason = Varchar(length=300, default="", help_text="why it was given, for the office")
    conference_discount_code_once = Unique([meeting, code])


class TaxRate(Record, Table, tablename="conference_tax_rate"):
    """The tax of a class of items for a customer; the most specific row wins (T01)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    tax_class = Varchar(length=40, default="registration")
    country = Varchar(length=2, default="", help_text="of the customer; empty: any")
    customer = Varchar(length=20, default="any", help_text="registration.taxes.Customer")
    basis_points = Integer(help_text="2200 is 22 %")
    title = Varchar(length=40, default="VAT")
    note = Varchar(length=300, default="", help_text="the words the invoice must carry")
    conference_tax_rate_once = Unique([meeting, tax_class, country, customer])


class CountryIncome(Record, Table, tablename="conference_country_income"):
    """The income group of a country, frozen for one meeting (P05)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    country = Varchar(length=2)
    income = Varchar(length=3, help_text="LIC, LMC, UMC or HIC")
    source = Varchar(length=80, default="", help_text="which list says so, with its year")
    reason = Varchar(length=300, default="", help_text="why the office says otherwise")
    conference_country_income_once = Unique([meeting, country])


class PartnerSociety(Record, Table, tablename="conference_partner_society"):
    """A society whose members get the member price of a joint meeting (M07)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    society = ForeignKey(Society, null=False)
    conference_partner_society_once = Unique([meeting, society])


class RefundRung(Record, Table, tablename="conference_refund_rung"):
    """One step of a refund ladder: until so many days before the meeting, so much comes back."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    kind = Varchar(length=20, help_text="registration.catalogue.LineKind")
    until_days = Integer(help_text="days before the first day; the step ends with that day")
    percent = Integer(help_text="of the line's amount, 0 to 100")
    fee = BigInt(default=0, help_text="kept beside it, once a cancellation (C02)")
    conference_refund_rung_once = Unique([meeting, kind, until_days])


class RegistrationPolicy(Record, Table, tablename="conference_registration_policy"):
    """The rules that differ between societies, one row a meeting; none: the defaults."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    prices_include_tax = Boolean(default=True, help_text="T02")
    member_test = Varchar(length=30, default="through_last_day", help_text="M01")
    call_opened_on = Date(null=True, default=None, help_text="for continuous_since_call")
    lifetime_is_free = Boolean(default=False, help_text="M10")
    dues_cutoff_on = Date(null=True, default=None, help_text="M04")
    late_payment = Varchar(length=20, default="reprice", help_text="reprice, hold, cancel (P03)")
    bank_days = Integer(default=3, help_text="after the deadline, for transfers (P04)")
    unpaid_days = Integer(default=14, help_text="0: unpaid orders stay (R03)")
    part_paid_expires = Boolean(default=False, help_text="else the office decides (R03)")
    offer_hours = Integer(default=48, help_text="R04")
    proof_days = Integer(default=14, help_text="to bring the proof after registering (P06)")
    group_size = Integer(default=10, help_text="R02")
    group_rename_percent = Integer(default=25, help_text="R02")
    group_rename_until = Date(null=True, default=None, help_text="before it, without a limit")
    guests_most = Integer(default=2, help_text="P10")
    transfer_days = Integer(default=7, help_text="C04: until so many days before")
    transfer_fee = BigInt(default=0)
    virtual_days = Integer(default=21, help_text="C03: difference back until so many days before")
    visa_days = Integer(default=90, help_text="C06: applied for so many days ahead")
    visa_fee = BigInt(default=0, help_text="C06: kept from the refund")
    takes_card = Boolean(default=True)
    takes_transfer = Boolean(default=True)
    takes_purchase_order = Boolean(default=True)
    takes_desk = Boolean(default=True, help_text="pay at the desk: cash or card")


class PaymentAdvice(Record, Table, tablename="conference_payment_advice"):
    """How to pay, in the society's own words: account, what to write on the transfer."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    text = Text(default="")
