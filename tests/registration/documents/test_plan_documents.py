"""Laws of the plan: whatever an order goes through, its documents come to say what it says."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from conference.registration.documents.rules import LedgerLine, Plan, plan_documents


def line(amount: int, item: str = "regular", kind: str = "fee", **more: object) -> LedgerLine:
    return LedgerLine(uuid4(), ("R1", kind, item, 0), amount, **more)  # type: ignore[arg-type]


@dataclass
class Ledger:
    """An order, and what was printed of it."""

    lines: list[LedgerLine] = field(default_factory=list)
    printed: dict[UUID, tuple[UUID, ...]] = field(default_factory=dict)

    def print(self, *, invoices: bool = True) -> Plan:
        plan = plan_documents(self.lines)
        for _, ids in plan.credits:
            self._put(ids, is_invoice=False)
        for ids in plan.invoices if invoices else ():
            self._put(ids, is_invoice=True)
        return plan

    def _put(self, ids: tuple[UUID, ...], *, is_invoice: bool) -> None:
        document = uuid4()
        self.printed[document] = ids
        self.lines = [
            replace(each, document=document, is_on_invoice=is_invoice) if each.id in ids else each
            for each in self.lines
        ]

    @property
    def total(self) -> int:
        return sum(each.amount for each in self.lines)

    @property
    def printed_total(self) -> int:
        return sum(each.amount for each in self.lines if each.document)


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("charge"), st.sampled_from(["fee", "dinner", "dues"]), st.integers(1, 9)),
        st.tuples(st.just("back"), st.sampled_from(["fee", "dinner", "dues"]), st.just(0)),
        st.tuples(st.just("half"), st.sampled_from(["fee", "dinner"]), st.just(0)),
        st.tuples(st.just("reduce"), st.just(""), st.integers(1, 9)),
        st.tuples(st.just("print"), st.just(""), st.just(0)),
        st.tuples(st.just("credit"), st.just(""), st.just(0)),
    ),
    max_size=25,
)


def run(steps: list[tuple[str, str, int]]) -> Ledger:
    ledger = Ledger()
    for step, item, amount in steps:
        kind = item if item == "dues" else "fee"
        charged = sum(each.amount for each in ledger.lines if each.key[2] == item)
        if step == "charge":
            ledger.lines.append(line(amount * 100, item, kind))
        elif step == "back" and 0 < charged <= ledger.total:
            ledger.lines.append(line(-charged, item, kind))
        elif step == "half" and 0 < charged <= ledger.total:
            ledger.lines.append(line(-charged // 2, item, kind))
        elif step == "reduce" and ledger.total >= amount * 100:
            ledger.lines.append(line(-amount * 100, f"goodwill:{len(ledger.lines)}"))
        elif step in ("print", "credit"):
            ledger.print(invoices=step == "print")
    return ledger


@given(STEPS)
def test_plan_brings_documents_to_what_the_order_says(steps: list[tuple[str, str, int]]) -> None:
    ledger = run(steps)
    ledger.print()
    assert ledger.printed_total == ledger.total


@given(STEPS)
def test_plan_has_nothing_more_once_it_is_printed(steps: list[tuple[str, str, int]]) -> None:
    ledger = run(steps)
    ledger.print()
    assert ledger.print().is_empty


@given(STEPS)
def test_plan_invoices_more_than_nought_and_credits_less(steps: list[tuple[str, str, int]]) -> None:
    ledger = run(steps)
    amounts = {each.id: each.amount for each in ledger.lines}
    plan = plan_documents(ledger.lines)
    assert all(sum(amounts[id] for id in ids) > 0 for ids in plan.invoices)
    assert all(sum(amounts[id] for id in ids) < 0 for _, ids in plan.credits)
    printed = [id for ids in (*plan.invoices, *(ids for _, ids in plan.credits)) for id in ids]
    assert len(printed) == len(set(printed))


@given(STEPS)
def test_plan_puts_a_line_on_one_document_for_ever(steps: list[tuple[str, str, int]]) -> None:
    ledger = run(steps)
    printed = [id for ids in ledger.printed.values() for id in ids]
    assert len(printed) == len(set(printed))


def test_plan_credits_against_the_invoice_that_charged() -> None:
    first, second = uuid4(), uuid4()
    lines = [
        line(450, document=first, is_on_invoice=True),
        line(50, "dinner", document=second, is_on_invoice=True),
        line(-450),
    ]
    plan = plan_documents(lines)
    assert plan.credits == ((first, (lines[2].id,)),)


def test_plan_forgets_what_was_taken_back_before_it_was_printed() -> None:
    assert plan_documents([line(450), line(-450)]).is_empty


def test_plan_credits_and_invoices_what_is_charged_at_another_price() -> None:
    invoice = uuid4()
    lines = [line(450, document=invoice, is_on_invoice=True), line(-450), line(540)]
    plan = plan_documents(lines)
    assert plan == Plan(((lines[2].id,),), ((invoice, (lines[1].id,)),))


def test_plan_keeps_a_discount_beside_its_fee() -> None:
    lines = [line(450), line(-45, "code:TEN")]
    assert plan_documents(lines).invoices == (tuple(each.id for each in lines),)
