"""CAMT.053 in its versions, with batches, charges and reversals; and XML that means harm."""

from __future__ import annotations

from datetime import date

import pytest

from conference.registration.bank.reading import read_statement
from conference.registration.bank.statement import StatementFile
from tests.registration.bank.statements import Booking, balance_of, camt_of, entry_of

TODAY = date(2027, 8, 10)
PAID = Booking("RF90 7K3M 9QXA", day=date(2027, 8, 3))


def read(data: bytes) -> StatementFile:
    return read_statement(data, currency="USD", today=TODAY)


def transaction(
    amount: str, text: str, payer: str = "Uni", *, extra: str = "", tag: str = "Amt"
) -> str:
    money = f'<Amt Ccy="EUR">{amount}</Amt>' if amount else ""
    if tag == "AmtDtls" and amount:
        money = f"<AmtDtls><TxAmt>{money}</TxAmt></AmtDtls>"
    return (
        f"<TxDtls>{money}{extra}<RltdPties><Dbtr><Nm>{payer}</Nm></Dbtr></RltdPties>"
        f"<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
    )


def batch(amount: str, *transactions: str, before: str = "") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>'
        f"<BookgDt><Dt>2027-08-03</Dt></BookgDt>{before}"
        f"<NtryDtls>{''.join(transactions)}</NtryDtls></Ntry>"
    )


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "10"])
def test_read_every_version_alike(version: str) -> None:
    file = read(camt_of([PAID], version=version))

    (entry,) = file.entries
    assert (entry.booked_on, entry.amount, entry.currency) == (PAID.day, 650_00, "EUR")
    assert (entry.payer, entry.remittance) == ("Dan Díaz", "RF90 7K3M 9QXA")
    assert file.account == "DE89370400440532013000"
    assert f"camt.053.001.{version}" in file.how


def test_read_batch_as_its_transfers() -> None:
    for tag in ("Amt", "AmtDtls"):
        data = camt_of(
            extra=batch(
                "30.00", transaction("10.00", "one", tag=tag), transaction("20.00", "two", tag=tag)
            )
        )
        assert [(e.amount, e.remittance) for e in read(data).entries] == [
            (10_00, "one"),
            (20_00, "two"),
        ]


@pytest.mark.parametrize(
    ("transactions", "sentence"),
    [
        ((("10.00", "one"), ("19.00", "two")), "The 2 transfers of a batch are 29.00 EUR, booked"),
        ((("", "one"), ("", "two")), "A batch of 2 transfers without their amounts"),
    ],
)
def test_batch_that_does_not_add_up_is_one_entry_with_a_remark(
    transactions: tuple[tuple[str, str], ...], sentence: str
) -> None:
    data = camt_of(extra=batch("30.00", *(transaction(*each) for each in transactions)))

    file = read(data)

    assert [(each.amount, each.remittance) for each in file.entries] == [(30_00, "one\ntwo")]
    assert sentence in file.remarks[0].sentence
    assert file.remarks[0].line > 1


def test_batch_without_details_is_one_entry_with_a_remark() -> None:
    data = camt_of(extra=batch("30.00", "<Btch><NbOfTxs>3</NbOfTxs></Btch>"))

    file = read(data)

    assert [each.amount for each in file.entries] == [30_00]
    assert "A batch of 3 transfers without their details" in file.remarks[0].sentence


@pytest.mark.parametrize(
    "charges",
    [
        '<Chrgs><Amt Ccy="EUR">12.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></Chrgs>',
        '<Chrgs><TtlChrgsAndTaxAmt Ccy="EUR">12.00</TtlChrgsAndTaxAmt></Chrgs>',
        '<Chrgs><Rcrd><Amt Ccy="EUR">7.00</Amt></Rcrd><Rcrd><Amt Ccy="EUR">5.00</Amt>'
        "<CdtDbtInd>DBIT</CdtDbtInd></Rcrd></Chrgs>",
    ],
)
def test_read_what_the_bank_kept(charges: str) -> None:
    """What was booked is what came, whatever was instructed abroad."""
    instructed = '<AmtDtls><InstdAmt><Amt Ccy="USD">700.00</Amt></InstdAmt></AmtDtls>'
    data = camt_of(extra=batch("638.00", transaction("", "RF", extra=instructed + charges)))

    (entry,) = read(data).entries

    assert (entry.amount, entry.charges) == (638_00, 12_00)


def test_read_structured_reference_and_end_to_end_id() -> None:
    structured = (
        "<TxDtls><Refs><EndToEndId>7K3M9QXA</EndToEndId></Refs><RmtInf><Strd><CdtrRefInf>"
        "<Ref>RF907K3M9QXA</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )

    (entry,) = read(camt_of(extra=batch("5.00", structured))).entries

    assert entry.remittance == "RF907K3M9QXA\n7K3M9QXA"


def test_debits_reversals_and_returns_are_known_as_such() -> None:
    reversal = batch("5.00", transaction("", "x"), before="<RvslInd>true</RvslInd>")
    returned = batch("6.00", transaction("", "y", extra="<RtrInf><Rsn/></RtrInf>"))
    debit = entry_of(Booking("rent", "-300.00", day=PAID.day))

    entries = read(camt_of(extra=reversal + returned + debit)).entries

    assert [(e.amount, e.is_reversal) for e in entries] == [
        (5_00, True),
        (6_00, True),
        (-300_00, False),
    ]


def test_what_is_not_booked_yet_is_left_out() -> None:
    for status in ("<Sts>PDNG</Sts>", "<Sts><Cd>INFO</Cd></Sts>"):
        entry = entry_of(PAID).replace("<Sts>BOOK</Sts>", status)
        file = read(camt_of(extra=entry))
        assert not file.entries
        assert "has not booked it yet" in file.remarks[0].sentence


def test_balances_must_lead_from_one_to_the_other() -> None:
    opening = balance_of("OPBD", "100.00")
    whole = read(camt_of([PAID], balances=opening + balance_of("CLBD", "750.00")))
    torn = read(camt_of([PAID], balances=opening + balance_of("CLBD", "800.00")))

    assert whole.remarks == ()
    assert "50.00 EUR is missing" in torn.remarks[0].sentence
    assert len(torn.entries) == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<a><b></a>", "damaged at line 1"),
        (b"<html/>", "This XML is no bank statement."),
        (camt_of([PAID]).replace(b"BkToCstmrStmt", b"BkToCstmrAcctRpt"), "This is CAMT.052"),
        (camt_of([PAID]).replace(b"BkToCstmrStmt", b"BkToCstmrDbtCdtNtfctn"), "This is CAMT.054"),
    ],
)
def test_other_xml_says_what_it_is(data: bytes, sentence: str) -> None:
    assert sentence in read(data).problem


def test_entities_are_not_expanded_and_files_not_fetched() -> None:
    """Neither a file of the server nor a billion laughs comes in through a statement."""
    body = camt_of([Booking("&x;", day=PAID.day)]).split(b"?>", 1)[1]
    stolen = b'<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + body
    laughs = b'<!DOCTYPE Document [<!ENTITY y "ha"><!ENTITY x "&y;&y;&y;&y;">]>' + body

    for data in (stolen, laughs, b'<?xml version="1.0"?>' + stolen):
        file = read(data)
        assert "DOCTYPE" in file.problem
        assert not file.entries
