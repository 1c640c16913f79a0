"""What is proposed for a credit, by example and by law."""

from __future__ import annotations

from collections import Counter
from datetime import date
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.registration.bank.matching import CERTAIN, Books, MatchKind, Proposal, propose
from conference.registration.bank.payers import has_name, words_of
from conference.registration.bank.references import invoice_index
from conference.registration.bank.rules import Account, Credit
from conference.registration.rules import Balance, OrderState

DAY = date(2027, 8, 3)
CODES = ("AAAA0001", "BBBB0002", "CCCC0003")


def account(
    code: str = CODES[0],
    due: int = 650_00,
    *,
    state: OrderState = OrderState.PENDING,
    paid: int = 0,
    name: str = "Dan Díaz",
) -> Account:
    return Account(code, state, Balance(due + paid, paid), "EUR", (name,))


def credit(text: str = CODES[0], amount: int = 650_00, **more: object) -> Credit:
    return Credit(uuid4(), DAY, amount, **{"currency": "EUR", "remittance": text, **more})  # type: ignore[arg-type]


def books(*accounts: Account, **more: object) -> Books:
    return Books({each.code: each for each in accounts}, "EUR", **more)  # type: ignore[arg-type]


def one(paid: Credit, against: Books) -> Proposal:
    (found,) = propose([paid], against)
    return found


@pytest.mark.parametrize(
    ("paid", "against", "kind", "sentence"),
    [
        (credit(), books(account()), MatchKind.EXACT, "Pays order AAAA0001."),
        (
            credit(amount=638_00),
            books(account()),
            MatchKind.PART,
            "short by 12.00 EUR: perhaps bank charges",
        ),
        (
            credit(amount=638_00, charges=12_00),
            books(account()),
            MatchKind.PART,
            "short by 12.00 EUR: the bank kept 12.00 EUR",
        ),
        (
            credit(amount=300_00),
            books(account()),
            MatchKind.PART,
            "short by 350.00 EUR, which stays due",
        ),
        (credit(amount=700_00), books(account()), MatchKind.OVER, "50.00 EUR more than"),
        (
            credit(),
            books(account(due=0, paid=650_00, state=OrderState.PAID)),
            MatchKind.SETTLED,
            "Nothing is due for order AAAA0001.",
        ),
        (
            credit(),
            books(account(state=OrderState.EXPIRED)),
            MatchKind.CLOSED,
            "Order AAAA0001 is expired.",
        ),
        (
            credit(),
            books(account(due=0, state=OrderState.CANCELLED)),
            MatchKind.CLOSED,
            "is cancelled",
        ),
        (credit(currency="USD"), books(account()), MatchKind.CURRENCY, "in USD"),
        (credit(is_reversal=True), books(account()), MatchKind.RETURNED, "back"),
        (
            credit("no code", payer="DIAZ DAN"),
            books(account()),
            MatchKind.SUGGESTED,
            "order AAAA0001 (Dan Díaz)",
        ),
        (
            credit("no code", 640_00, payer="DIAZ DAN"),
            books(account()),
            MatchKind.UNKNOWN,
            "It names no order",
        ),
        (
            credit("no code", payer="DIAZ DAN"),
            books(account(), account(CODES[1])),
            MatchKind.UNKNOWN,
            "fit several orders: AAAA0001, BBBB0002",
        ),
        (credit("RF11 ZZZZ 0001"), books(account()), MatchKind.UNKNOWN, "is mistyped"),
        (
            credit("AAAA0001 BBBB0002", 1000_00),
            books(account(), account(CODES[1])),
            MatchKind.SEVERAL,
            "1,300.00 EUR is due for them together, the transfer is 1,000.00 EUR",
        ),
        (
            credit("AAAA0001 BBBB0002", 950_00),
            books(account(), account(CODES[1], 300_00)),
            MatchKind.SPLIT,
            "650.00 EUR for AAAA0001 and 300.00 EUR for BBBB0002",
        ),
    ],
)
def test_propose_says_what_and_why(
    paid: Credit, against: Books, kind: MatchKind, sentence: str
) -> None:
    found = one(paid, against)

    assert found.kind is kind
    assert sentence in found.reason
    assert found.is_offered == (kind in CERTAIN | {MatchKind.SUGGESTED})


def test_propose_invoice_with_its_amount_is_certain_and_with_another_a_suggestion() -> None:
    against = books(account(), invoices=invoice_index({"SOS-INV-2027-00007": CODES[0]}))

    assert one(credit("INV 2027-7"), against).kind is MatchKind.EXACT
    assert one(credit("INV 2027-7", 600_00), against).kind is MatchKind.SUGGESTED


def test_propose_the_same_transfer_of_another_statement_asks_a_person() -> None:
    mine, other = uuid4(), uuid4()
    booked = {(CODES[0], DAY, 650_00): frozenset({other})}
    against = books(account(due=650_00, paid=650_00), booked=booked)

    assert one(credit(statement=mine), against).kind is MatchKind.REPEATED
    assert one(credit(statement=other), against).kind is MatchKind.EXACT


def test_propose_two_halves_pays_the_first_in_part_and_ends_with_the_second() -> None:
    found = propose([credit(amount=325_00), credit(amount=325_00), credit()], books(account()))

    assert [each.kind for each in found] == [MatchKind.PART, MatchKind.EXACT, MatchKind.SETTLED]


@pytest.mark.parametrize(
    ("text", "name", "is_there"),
    [
        ("MUELLER ANNA", "Anna Müller", True),
        ("Muller, Anna Prof.", "Anna Müller", True),
        ("ANGSTROM ALICE", "Alice Ångström", True),
        ("Li", "Li", False),
        ("Annabel Müller", "Anna Müller", False),
        ("", "Anna Müller", False),
        ("MULLER A", "A. Müller", False),
    ],
)
def test_name_is_found_as_banks_write_it(text: str, name: str, is_there: bool) -> None:
    assert has_name(words_of(text), name) is is_there


accounts = st.lists(
    st.builds(
        account,
        code=st.sampled_from(CODES),
        due=st.integers(0, 3_000),
        paid=st.integers(0, 500),
        state=st.sampled_from(OrderState),
    ),
    max_size=3,
    unique_by=lambda each: each.code,
)
credits = st.lists(
    st.builds(
        credit,
        text=st.lists(st.sampled_from([*CODES, "gift", "dan díaz"]), max_size=4).map(" ".join),
        amount=st.integers(1, 4_000),
        currency=st.sampled_from(["EUR", "EUR", "EUR", "USD"]),
        is_reversal=st.booleans(),
    ),
    max_size=6,
)


@given(credits, accounts)
def test_allocations_never_exceed_the_entry_nor_mix_currencies(
    paid: list[Credit], open_accounts: list[Account]
) -> None:
    proposals = propose(paid, books(*open_accounts))

    by_id: dict[UUID, Credit] = {each.id: each for each in paid}
    assert [each.entry for each in proposals] == [each.id for each in paid]
    for each in proposals:
        entry = by_id[each.entry]
        assert sum(part.amount for part in each.allocations) in (0, entry.amount)
        assert all(part.amount > 0 for part in each.allocations)
        if each.is_offered:
            assert entry.currency == "EUR"
            assert not entry.is_reversal
        assert each.reason[-1] in ".?"


@given(credits, accounts)
def test_only_the_last_certain_credit_of_an_order_pays_more_than_is_due(
    paid: list[Credit], open_accounts: list[Account]
) -> None:
    """What one credit pays is no longer due for the next: none is certain once nothing is due."""
    due = {each.code: each.due for each in open_accounts}
    paid_so_far: Counter[str] = Counter()

    for each in propose(paid, books(*open_accounts)):
        if each.is_certain:
            for part in each.allocations:
                assert paid_so_far[part.code] < due[part.code]
                paid_so_far[part.code] += part.amount


@given(credits, accounts)
def test_a_settled_or_ended_order_is_never_paid_without_a_person(
    paid: list[Credit], open_accounts: list[Account]
) -> None:
    ended = {each.code for each in open_accounts if each.is_closed or not each.due}

    for each in propose(paid, books(*open_accounts)):
        assert not each.is_certain or ended.isdisjoint(part.code for part in each.allocations)
