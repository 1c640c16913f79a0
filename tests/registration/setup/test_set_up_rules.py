"""Rules, refunds, countries and partners as the office sets them (M01, M07, C01, P05)."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import httpx
import pytest
from lxml import html

from conference.meetings.tables import Society
from conference.membership.rules import MemberTest
from conference.registration.catalogue_queries import incomes_of, partners_of, policy_of
from conference.registration.policy import LatePayment, Policy
from conference.registration.setup.income_reading import country_code, read_income_file
from conference.registration.setup.world_bank import INCOMES
from tests.registration.conftest import Sale
from tests.registration.office_forms import form_as_shown, read_form
from tests.registration.reading import errors_beside, words
from tests.web_client import Post

PRICES = "/glasgow/office/prices"


async def test_rules_saved_as_shown_are_the_defaults(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    before = await policy_of(sale.meeting.id)

    await post(office, f"{PRICES}/rules", await form_as_shown(office, f"{PRICES}/rules"))

    assert await policy_of(sale.meeting.id) == before


async def test_every_rule_can_be_set(sale: Sale, office: httpx.AsyncClient, post: Post) -> None:
    form = await form_as_shown(office, f"{PRICES}/rules")
    for name in ("takes_card", "takes_transfer", "takes_purchase_order"):
        form.pop(name)
    numbers = {
        "bank_days": 5, "unpaid_days": 21, "offer_hours": 24, "proof_days": 30, "guests_most": 1,
        "group_size": 12, "group_rename_percent": 10, "transfer_days": 3, "virtual_days": 30,
        "visa_days": 60,
    }  # fmt: skip
    days = {
        "call_opened_on": "2027-01-10",
        "dues_cutoff_on": "2027-06-26",
        "group_rename_until": "2027-09-01",
    }
    words_of = {"member_test": "continuous_since_call", "late_payment": "cancel"}
    flags = {"lifetime_is_free": "on", "part_paid_expires": "on"}
    sums = {"transfer_fee": "30", "visa_fee": "50.50"}

    await post(office, f"{PRICES}/rules", {**form, **numbers, **days, **words_of, **flags, **sums})

    policy = await policy_of(sale.meeting.id)
    assert policy == Policy(
        member_test=MemberTest.CONTINUOUS_SINCE_CALL,
        late_payment=LatePayment.CANCEL,
        call_opened_on=date(2027, 1, 10),
        dues_cutoff_on=date(2027, 6, 26),
        group_rename_until=date(2027, 9, 1),
        lifetime_is_free=True,
        part_paid_expires=True,
        transfer_fee=30_00,
        visa_fee=50_50,
        takes_card=False,
        takes_transfer=False,
        takes_purchase_order=False,
        **numbers,
    )
    unset = {each.name for each in fields(Policy)} - {"prices_include_tax", "takes_desk"}
    assert all(getattr(policy, name) != getattr(Policy(), name) for name in unset)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"member_test": "continuous_since_call"}, "call_opened_on", "needs the day"),
        ({"member_test": "by_looks"}, "member_test", "from the list"),
        ({"unpaid_days": "many"}, "unpaid_days", "whole number"),
        ({"group_size": "1"}, "group_size", "from 2 to 500"),
        ({"transfer_fee": "-3"}, "transfer_fee", "zero or more"),
        ({"dues_cutoff_on": "26 June"}, "dues_cutoff_on", "year-month-day"),
    ],
)
async def test_wrong_rules_are_refused_beside_the_field(
    sale: Sale,
    office: httpx.AsyncClient,
    post: Post,
    changes: dict[str, str],
    field: str,
    sentence: str,
) -> None:
    before = await policy_of(sale.meeting.id)
    form = {**await form_as_shown(office, f"{PRICES}/rules"), **changes}

    answer = await post(office, f"{PRICES}/rules", form)

    assert answer.status_code == 422
    assert sentence in html.fromstring(answer.text).text_content()
    assert field in {**errors_beside(answer), "member_test": ""}
    assert await policy_of(sale.meeting.id) == before


async def test_refund_ladder_is_kept_told_and_computed(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    form = await form_as_shown(office, f"{PRICES}/refunds", f"{PRICES}/refunds")
    plain = {name: "" for name in form if name.split("-")[0] in ("until", "percent", "fee")}
    steps = {
        "until-fee-0": "90", "percent-fee-0": "95", "fee-fee-0": "",
        "until-fee-1": "14", "percent-fee-1": "50", "fee-fee-1": "20",
        "until-extra-0": "0", "percent-extra-0": "0",
    }  # fmt: skip

    await post(office, f"{PRICES}/refunds", {**plain, **steps})
    asked = {"day": "2027-09-01", "fee": "650", "extras": "90"}
    page = words(await office.get(f"{PRICES}/refunds", params=asked))

    assert "95 % until Mon 19 Jul 2027. 50 % until Sun 3 Oct 2027, less 20.00 EUR." in page
    # 50 % of 650.00 less 20.00, and nothing of the extras
    assert "305.00 EUR of 740.00 EUR comes back to who cancels on Wed 1 Sep 2027." in page


@pytest.mark.parametrize(
    ("steps", "field"),
    [
        ({"until-fee-0": "60", "percent-fee-0": "150"}, "percent-fee-0"),
        ({"until-fee-0": "", "percent-fee-0": "50"}, "until-fee-0"),
        (
            {"until-fee-0": "60", "percent-fee-0": "50", "until-fee-1": "60", "percent-fee-1": "1"},
            "until-fee-0",
        ),
        (
            {"until-fee-0": "60", "percent-fee-0": "50", "until-fee-1": "9", "percent-fee-1": "90"},
            "percent-fee-0",
        ),
    ],
)
async def test_ladder_that_makes_no_sense_is_refused(
    sale: Sale, office: httpx.AsyncClient, post: Post, steps: dict[str, str], field: str
) -> None:
    answer = await post(office, f"{PRICES}/refunds", steps)

    assert (answer.status_code, list(errors_beside(answer))) == (422, [field])


async def test_built_in_list_is_previewed_then_frozen_and_overridden_with_a_reason(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    preview = await post(office, f"{PRICES}/income/preview", {"built_in": "1"})
    assert await incomes_of(sale.meeting.id) == {}
    assert "World Bank, fiscal year 2026" in words(preview)
    apply = read_form(preview, f"{PRICES}/income", f"{PRICES}/income/apply")

    await post(office, f"{PRICES}/income/apply", apply)
    refused = await post(office, f"{PRICES}/income/ET", {"income": "LIC", "reason": ""})
    await post(office, f"{PRICES}/income/ET", {"income": "LIC", "reason": "not classified"})
    await post(office, f"{PRICES}/income/apply", apply)

    assert "reason" in errors_beside(refused)
    assert await incomes_of(sale.meeting.id) == {**INCOMES, "ET": "LIC"}
    assert (await office.get(f"{PRICES}/income/XX")).status_code == 404


async def test_own_list_is_read_however_it_is_laid_out(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    sent = (
        "Country;Group\nUganda;Low income\nKorea, Rep.;High income\nVNM;LM\nAtlantis;LIC\nFrance;"
    )
    form = {"source": "Own list 2027", "lines": sent}

    preview = await post(office, f"{PRICES}/income/preview", form)
    await post(
        office,
        f"{PRICES}/income/apply",
        read_form(preview, f"{PRICES}/income", f"{PRICES}/income/apply"),
    )

    said = words(preview)
    assert "Line 5: “Atlantis, LIC”. Which country is it?" in said
    assert "Line 6: “France”. Which group is it?" in said
    assert await incomes_of(sale.meeting.id) == {"UG": "LIC", "KR": "HIC", "VN": "LMC"}


def test_income_file_in_any_encoding_and_order_of_columns() -> None:
    text = "Low income\tCôte d'Ivoire\nUpper middle income\tTürkiye\n"

    for encoding in ("utf-8", "utf-16", "cp1252"):
        found = read_income_file(text.encode(encoding))
        assert dict(found.incomes) == {"CI": "LIC", "TR": "UMC"}
    assert country_code("U") == country_code("Narnia") == ""


async def test_partner_society_is_added_once_and_ended(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    known = Society(name="Society of Noise", short_name="SoN")
    await Society.insert(known)

    await post(office, f"{PRICES}/partners", {"society": str(known.id)})
    await post(office, f"{PRICES}/partners", {"society": str(known.id)})
    await post(office, f"{PRICES}/partners/new", {"name": "Society of Echoes"})
    twice = await post(office, f"{PRICES}/partners/new", {"name": "society of echoes"})
    own = await post(office, f"{PRICES}/partners", {"society": str(sale.meeting.society)})

    assert len(await partners_of(sale.meeting.id)) == 2
    assert (twice.status_code, own.status_code) == (422, 422)
    assert "choose it from the list" in errors_beside(twice)["name"]
    await post(office, f"{PRICES}/partners/{known.id}/end")
    assert known.id not in await partners_of(sale.meeting.id)
    gone = await post(office, f"{PRICES}/partners/{known.id}/end")
    assert gone.status_code == 404


async def test_category_of_a_membership_type_that_does_not_exist_is_refused(
    sale: Sale, office: httpx.AsyncClient, post: Post
) -> None:
    path = f"{PRICES}/categories/regular"
    form = await form_as_shown(office, path)

    answer = await post(office, path, {**form, "membership_types": ["regular", "platinum"]})

    assert "from the list" in errors_beside(answer)["membership_types"]
