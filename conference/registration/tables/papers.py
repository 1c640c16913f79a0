"""Documents about money, the money that comes by other ways, and what people send in."""

from typing import Any

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

from conference.meetings.tables import Meeting
from conference.orm.record import Record
from conference.people.tables import Person
from conference.registration.tables.orders import Order, Payment, Registration


class InvoiceIssuer(Record, Table, tablename="conference_invoice_issuer"):
    """Who issues the documents of a meeting, as the law wants it on paper."""

    meeting = ForeignKey(Meeting, unique=True, null=False)
    legal_name = Varchar(length=200)
    address = Text(default="")
    country = Varchar(length=2, default="")
    tax_number = Varchar(length=60, default="")
    bank = Text(default="", help_text="account for transfers")
    footer = Text(default="")
    prefix = Varchar(length=20, default="", help_text="in front of every number")
    payment_days = Integer(default=14)
    change_fee = BigInt(default=0, help_text="proposed when a printed bill-to is changed (T03)")


class DocumentSeries(Record, Table, tablename="conference_document_series"):
    """The last number of a kind of document in a year; moved inside the issuing transaction."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    kind = Varchar(length=20)
    year = Integer()
    last = Integer(default=0)
    conference_document_series_once = Unique([meeting, kind, year])


class Document(Record, Table, tablename="conference_document"):
    """An invoice, receipt, pro-forma or credit note: a snapshot that never changes (T03)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    order = ForeignKey(Order, index=True, null=False)
    kind = Varchar(length=20, help_text="registration.documents.rules.DocumentKind")
    year = Integer()
    sequence = Integer(help_text="without gaps in its kind and year")
    number = Varchar(length=40, index=True)
    billed_to = Varchar(length=200, default="", help_text="the first line of the bill-to")
    search_key = Varchar(length=300, default="", help_text="number, bill-to, order, folded")
    issued_at = Timestamptz()
    content = JSON(help_text="registration.documents.rules.DocumentContent: all that is printed")
    gross = BigInt()
    tax = BigInt()
    currency = Varchar(length=3)
    corrects: ForeignKey[Any] = ForeignKey("self", null=True, default=None)
    payment = ForeignKey(
        Payment, null=True, default=None, unique=True, help_text="of a receipt: one a payment"
    )
    conference_document_once = Unique([meeting, kind, year, sequence])


class DocumentedLine(Record, Table, tablename="conference_documented_line"):
    """Which order line stands on which invoice or credit note: on one, for ever.

    A correction takes the lines back and charges them again, so that the new invoice has its own.
    """

    document = ForeignKey(Document, index=True, null=False)
    line = Varchar(length=36, unique=True, help_text="id of the order line")


class CheckoutSession(Record, Table, tablename="conference_checkout_session"):
    """A card payment under way at the payment provider."""

    order = ForeignKey(Order, index=True, null=False)
    session = Varchar(length=200, unique=True, help_text="the provider's id")
    payment_intent = Varchar(length=200, default="", index=True)
    amount = BigInt()
    currency = Varchar(length=3)
    state = Varchar(length=20, help_text="registration.card.rules.CheckoutState")
    url = Text(default="")
    expires_at = Timestamptz()
    note = Varchar(length=300, default="", help_text="why it failed or is disputed, for the office")


class CardRefund(Record, Table, tablename="conference_card_refund"):
    """Money given back to a card. Written before the provider is asked, so that it goes once (T07).

    A refund made in the provider's own dashboard is written when the provider tells of it.
    """

    checkout = ForeignKey(CheckoutSession, index=True, null=False)
    amount = BigInt()
    state = Varchar(length=20, help_text="registration.card.rules.RefundState")
    asked_key = Varchar(length=80, unique=True, help_text="of the form: sent twice, asked once")
    refund = Varchar(
        length=200, null=True, default=None, unique=True, help_text="the provider's id"
    )
    by_name = Varchar(length=200, default="")
    note = Varchar(length=300, default="")


class CardEvent(Record, Table, tablename="conference_card_event"):
    """An event of the payment provider that was handled; the id makes it count once (T05)."""

    event = Varchar(length=200, unique=True)
    kind = Varchar(length=80)
    outcome = Varchar(length=200, default="")


class BankStatement(Record, Table, tablename="conference_bank_statement"):
    """A statement that was read: CSV or CAMT.053."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    file_name = Varchar(length=200)
    digest = Varchar(length=64)
    by_name = Varchar(length=200)
    account = Varchar(length=80, default="")
    how = Text(default="", help_text="one sentence: how the file was understood")
    repeated = Integer(default=0, help_text="entries that an earlier statement had already")
    remarks = JSON(default="[]", help_text="registration.bank.reading.Remark: what was left out")
    conference_bank_statement_once = Unique([meeting, digest])


class BankEntry(Record, Table, tablename="conference_bank_entry"):
    """One line of a statement: a credit (positive), or a debit, which is only listed."""

    statement = ForeignKey(BankStatement, index=True, null=False)
    meeting = ForeignKey(Meeting, index=True, null=False)
    entry_key = Varchar(length=64, help_text="the same credit in two files is one entry")
    line = Integer(default=0, help_text="of the file")
    booked_on = Date()
    amount = BigInt()
    currency = Varchar(length=3)
    payer = Varchar(length=200, default="")
    remittance = Text(default="")
    bank_reference = Varchar(length=120, default="")
    charges = BigInt(default=0, help_text="that a bank says it kept")
    is_reversal = Boolean(default=False, help_text="takes an earlier booking back")
    state = Varchar(length=20, index=True, help_text="registration.bank.rules.EntryState")
    note = Varchar(length=300, default="")
    conference_bank_entry_once = Unique([meeting, entry_key])


class BankAllocation(Record, Table, tablename="conference_bank_allocation"):
    """The part of a bank entry that paid an order; one transfer may pay several."""

    entry = ForeignKey(BankEntry, index=True, null=False)
    payment = ForeignKey(Payment, unique=True, null=False)
    undone_by = ForeignKey(Payment, unique=True, null=True, default=None)


class CashUp(Record, Table, tablename="conference_cash_up"):
    """A drawer counted at the end of a shift: what it should hold, what it held (R09)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    desk = Varchar(length=80)
    method = Varchar(length=20)
    since_at = Timestamptz()
    until_at = Timestamptz()
    float_amount = BigInt(default=0, help_text="change that was put into the drawer beforehand")
    expected = BigInt(help_text="the float and what was taken since the last cash-up")
    counted = BigInt()
    note = Varchar(length=300, default="")
    by_name = Varchar(length=200)


class TillPayment(Record, Table, tablename="conference_till_payment"):
    """A payment taken at a desk, for the cash-up of that desk; each is counted in one."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    payment = ForeignKey(Payment, unique=True, null=False)
    desk = Varchar(length=80, index=True)
    given = BigInt(default=0, help_text="what was handed over; the rest was given as change")
    cash_up = ForeignKey(CashUp, index=True, null=True, default=None)


class GroupBooking(Record, Table, tablename="conference_group_booking"):
    """One payer for many attendees; the contact need not attend (R02)."""

    order = ForeignKey(Order, unique=True, null=False)
    meeting = ForeignKey(Meeting, index=True, null=False)
    contact = ForeignKey(Person, index=True, null=False)
    institution = Varchar(length=200)
    size = Integer()
    renamed = Integer(default=0, help_text="places given to another name after the deadline")


class GroupDraft(Record, Table, tablename="conference_group_draft"):
    """A group booking under way; gone when it is placed, so that it is placed once (T05)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    person = ForeignKey(Person, index=True, null=False, help_text="the contact")
    content = JSON(default="{}", help_text="registration.groups.draft.GroupForm")
    saved_at = Timestamptz()
    conference_group_draft_once = Unique([meeting, person])


class ProofDocument(Record, Table, tablename="conference_proof_document"):
    """Evidence for a category, judged by the office (P06). The file goes when it is judged."""

    registration = ForeignKey(Registration, index=True, null=False)
    file_name = Varchar(length=200)
    media_type = Varchar(length=60)
    content = Bytea(default=b"")
    state = Varchar(length=20, index=True, help_text="registration.rules.ProofState")
    note = Varchar(length=300, default="", help_text="of the person")
    judged_at = Timestamptz(null=True, default=None)
    judged_by = Varchar(length=200, default="")
    reason = Varchar(length=500, default="")


class AttendeeNeeds(Record, Table, tablename="conference_attendee_needs"):
    """What does not change the price: diet and access needs, asked after paying (N05)."""

    registration = ForeignKey(Registration, unique=True, null=False)
    diet = Varchar(length=300, default="")
    access = Varchar(length=500, default="")
    emergency_contact = Varchar(length=200, default="")


class Consent(Record, Table, tablename="conference_consent"):
    """One answer to one purpose; the newest counts, the others are its history (R10)."""

    registration = ForeignKey(Registration, index=True, null=False)
    purpose = Varchar(length=40, help_text="registration.attendee.rules.Purpose")
    is_given = Boolean()
    answered_at = Timestamptz()


class VisaRequest(Record, Table, tablename="conference_visa_request"):
    """A letter of invitation under the name of the passport (T08)."""

    registration = ForeignKey(Registration, unique=True, null=False)
    passport_name = Varchar(length=200)
    nationality = Varchar(length=2)
    passport_number = Varchar(length=40, default="", help_text="deleted after the meeting (N05)")
    embassy = Varchar(length=200, default="")
    applied_on = Date(null=True, default=None)
    state = Varchar(length=20, default="requested", help_text="requested, issued, refused")
    issued_at = Timestamptz(null=True, default=None)


class VisaRefusal(Record, Table, tablename="conference_visa_refusal"):
    """Somebody tells that the visa was refused (C06). The file goes when it is decided (N05)."""

    registration = ForeignKey(Registration, unique=True, null=False)
    applied_on = Date()
    text = Text(default="")
    file_name = Varchar(length=200)
    media_type = Varchar(length=60)
    content = Bytea(default=b"")
    state = Varchar(length=20, index=True, help_text="registration.changes.rules.visas")
    decided_at = Timestamptz(null=True, default=None)
    decided_by = Varchar(length=200, default="")
    reason = Varchar(length=500, default="")


class RegistrationImport(Record, Table, tablename="conference_registration_import"):
    """A file of registrations that was read: proposal, application, undoing."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    file_name = Varchar(length=200)
    digest = Varchar(length=64)
    by_name = Varchar(length=200)
    proposal = JSON(default="[]")
    applied_at = Timestamptz(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    registrations = JSON(default="[]", help_text="codes of what was made, for undoing")


class BulkChange(Record, Table, tablename="conference_bulk_change"):
    """Many registrations changed at once after a preview (C07, M04)."""

    meeting = ForeignKey(Meeting, index=True, null=False)
    kind = Varchar(length=40)
    title = Varchar(length=200)
    proposal = JSON(default="[]")
    by_name = Varchar(length=200)
    applied_at = Timestamptz(null=True, default=None)
