"""No code for two abstracts ever, none changed after the freeze, no surprises in the counting."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from schedule.numbering.patterns import Facts
from schedule.numbering.rules import Change, Numbered, Plan, applied, in_order, propose_codes

PLAN = Plan()
FROZEN = replace(PLAN, is_frozen=True)
AT = Facts("P", "A", 2, 4)


def poster(family: str, reference: str = "", **more: object) -> Numbered:
    facts = Facts("P", "A", int(str(more.pop("session", 2))), int(str(more.pop("topic", 4))))
    ref = reference or family
    return Numbered(uuid4(), ref, family_name=family, session="S", facts=facts, **more)  # type: ignore[arg-type]


def codes(
    plan: Plan, items: list[Numbered], taken: dict[str, UUID] | None = None
) -> dict[str, str]:
    found = propose_codes(plan, items, taken or {})
    return {each.item.reference: each.code for each in found}


def test_number_posters_by_topic_then_folded_family_name_then_reference() -> None:
    items = [
        poster("Żółkiewska", "D"), poster("Ångström", "C"), poster("Zhang", "B"),
        poster("Zhang", "A"), poster("Παπάς", "E"), poster("Adams", "F", topic=11),
    ]  # fmt: skip
    assert codes(PLAN, items) == {
        "C": "P2.04.01", "A": "P2.04.02", "B": "P2.04.03", "D": "P2.04.04", "E": "P2.04.05",
        "F": "P2.11.01",
    }  # fmt: skip


def test_number_late_breaking_in_its_own_range() -> None:
    items = [poster("Adams", is_late=True), poster("Brown"), poster("Clark", is_late=True)]
    assert codes(PLAN, items) == {"Brown": "P2.04.01", "Adams": "LB-01", "Clark": "LB-02"}


def test_number_talks_as_they_stand_in_their_session() -> None:
    facts = Facts("S", "B", 3, 1)
    items = [
        Numbered(uuid4(), ref, is_poster=False, session="X", position=place, facts=facts)
        for place, ref in enumerate(["z", "a", "m"])
    ]
    assert codes(PLAN, items) == {"z": "S3.1", "a": "S3.2", "m": "S3.3"}


def test_leave_an_abstract_without_a_place_in_doubt() -> None:
    [found] = propose_codes(PLAN, [Numbered(uuid4(), "A1")], {})
    assert (found.change, found.code) == (Change.DOUBT, "")
    assert found.reason == "It has no place in the programme yet."


def test_insert_after_the_freeze_takes_a_letter_behind_its_neighbour() -> None:
    items = [poster("Adams", code="P2.04.01"), poster("Clark", code="P2.04.02")]
    taken = {each.code: each.abstract for each in items}
    new = [poster("Brown"), poster("Baker"), poster("Aalto"), poster("Zhu")]
    assert codes(FROZEN, [*items, *new], taken) == {
        "Adams": "P2.04.01", "Clark": "P2.04.02", "Baker": "P2.04.01b", "Brown": "P2.04.01c",
        "Aalto": "P2.04.01a", "Zhu": "P2.04.02a",
    }  # fmt: skip


def test_keep_the_code_of_a_withdrawn_one_after_the_freeze() -> None:
    gone = poster("Adams", code="P2.04.01", is_gone=True)
    found = codes(FROZEN, [gone, poster("Adamson")], {gone.code: gone.abstract})
    assert found == {"Adams": "P2.04.01", "Adamson": "P2.04.01a"}


def test_free_the_code_of_a_withdrawn_one_before_the_freeze() -> None:
    gone = poster("Adams", code="P2.04.01", is_gone=True)
    found = propose_codes(PLAN, [gone, poster("Brown", code="P2.04.02")], {})
    assert [(each.change, each.code) for each in found] == [
        (Change.FREED, ""), (Change.CHANGED, "P2.04.01"),
    ]  # fmt: skip


def test_append_late_breaking_after_the_freeze_without_letters() -> None:
    old = poster("Clark", code="LB-01", is_late=True)
    found = codes(FROZEN, [old, poster("Adams", is_late=True)], {"LB-01": old.abstract})
    assert found["Adams"] == "LB-02"


def test_two_patterns_that_meet_give_two_codes() -> None:
    plan = replace(PLAN, talk_pattern="X{order}", poster_pattern="X{order:02}")
    many = [poster(f"A{n:02}") for n in range(11)]
    facts = Facts("S", "", 1, 1)
    talks = [
        Numbered(uuid4(), f"t{n}", is_poster=False, session="S", position=n, facts=facts)
        for n in range(11)
    ]
    found = propose_codes(plan, [*many, *talks], {})
    assert len({each.code for each in found}) == 22


FAMILIES = st.text("abcłøΩζжй", min_size=1, max_size=3)
POSTERS = st.lists(st.tuples(FAMILIES, st.integers(1, 2), st.booleans()), min_size=1, max_size=12)


@settings(max_examples=50, deadline=None)
@given(POSTERS)
def test_fresh_codes_have_no_gap_and_keep_the_order(rows: list[tuple[str, int, bool]]) -> None:
    items = [poster(f, f"R{n}", topic=t, is_late=late) for n, (f, t, late) in enumerate(rows)]
    found = propose_codes(PLAN, items, {})
    assert [each.item for each in found] == in_order(items)
    for prefix in ("P2.01.", "P2.02.", "LB-"):
        numbers = [
            int(each.code.removeprefix(prefix)) for each in found if each.code.startswith(prefix)
        ]
        assert numbers == list(range(1, len(numbers) + 1))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("insert"), FAMILIES, st.integers(1, 2)),
        st.tuples(st.just("withdraw"), st.integers(0, 20), st.just(0)),
        st.tuples(st.just("return"), st.integers(0, 20), st.just(0)),
        st.tuples(st.just("assign"), st.just(0), st.just(0)),
    ),
    max_size=25,
)


@settings(max_examples=50, deadline=None)
@given(POSTERS, STEPS)
def test_no_code_is_ever_reused_or_changed_after_the_freeze(
    rows: list[tuple[str, int, bool]], steps: list[tuple[str, object, int]]
) -> None:
    """Any sequence of assigning, withdrawing, coming back and inserting."""
    items = [poster(f, f"R{n}", topic=t, is_late=late) for n, (f, t, late) in enumerate(rows)]
    items = applied(items, propose_codes(PLAN, items, {}))
    owner = {each.code: each.abstract for each in items}
    for step, what, topic in [*steps, ("assign", 0, 0)]:
        if step == "insert":
            items.append(poster(str(what), f"N{len(items)}", topic=topic))
        elif step == "assign":
            before = {each.abstract: each.code for each in items if each.code}
            items = applied(items, propose_codes(FROZEN, items, owner))
            assert {each.abstract: each.code for each in items if each.abstract in before} == before
            for each in items:
                if each.code:
                    assert owner.setdefault(each.code, each.abstract) == each.abstract
        else:
            place = int(str(what)) % len(items)
            items[place] = replace(items[place], is_gone=step == "withdraw")
    assert all(each.code for each in items if not each.is_gone)
    again = propose_codes(FROZEN, items, owner)
    assert {each.change for each in again} <= {Change.KEPT}, "a second proposal changes nothing"


@settings(max_examples=30, deadline=None)
@given(POSTERS)
def test_proposing_twice_before_the_freeze_keeps_everything(
    rows: list[tuple[str, int, bool]],
) -> None:
    items = [poster(f, f"R{n}", topic=t, is_late=late) for n, (f, t, late) in enumerate(rows)]
    once = applied(items, propose_codes(PLAN, items, {}))
    assert {each.change for each in propose_codes(PLAN, once, {})} == {Change.KEPT}
