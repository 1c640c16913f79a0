"""The form of a category: who may take it, by which proof, and how many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from conference.registration.catalogue import INCOME_WORDS, ROLE_WORDS, Catalogue, Category
from conference.registration.price_actions import Band
from conference.registration.price_queries import BAND_STYLES
from conference.registration.setup.limits import LIMIT, MOST
from conference.registration.setup.reading import Reading, Values
from conference.registration.setup.tax_classes import tax_classes

LISTS = ("membership_types", "income_groups", "granted_to")


@dataclass(frozen=True, slots=True)
class CategorySetting:
    """A category with its badge band, its place in the list, and how many there are."""

    category: Category
    band: Band
    position: int
    limit: int | None


def category_form(setting: CategorySetting) -> dict[str, object]:
    """A stored category as its form shows it."""
    category = setting.category
    return {
        "title": category.title,
        "explanation": category.explanation,
        "membership_types": sorted(category.membership_types),
        "member_twin": category.member_twin,
        "needs_proof": category.needs_proof,
        "proof_fallback": category.proof_fallback,
        "income_groups": sorted(category.income_groups),
        "granted_to": sorted(category.granted_to),
        "is_one_day": category.is_one_day,
        "is_on_sale": category.is_on_sale,
        "tax_class": category.tax_class,
        "position": setting.position,
        "band_word": setting.band.word,
        "band_style": setting.band.style,
        LIMIT: "" if setting.limit is None else setting.limit,
    }


def read_category(
    values: Values, key: str, catalogue: Catalogue, types: Collection[str]
) -> CategorySetting:
    """The category that a form describes. Raises FormErrors with every field's sentence.

    `types` are the membership types that exist; one that does not would shut everybody out.
    """
    form = Reading(values)
    others = {each.key for each in catalogue.table.categories if each.key != key}
    category = Category(
        key=key,
        title=form.text("title", 120, "Give the category a title."),
        explanation=form.text("explanation", 300),
        membership_types=form.choices("membership_types", types),
        member_twin=form.choice("member_twin", others, may_be_empty=True),
        needs_proof=form.flag("needs_proof"),
        is_on_sale=form.flag("is_on_sale"),
        proof_fallback=form.choice("proof_fallback", others, may_be_empty=True),
        income_groups=form.choices("income_groups", INCOME_WORDS),
        is_one_day=form.flag("is_one_day"),
        granted_to=form.choices("granted_to", ROLE_WORDS),
        tax_class=form.choice("tax_class", tax_classes(catalogue)),
    )
    _check_category(form, category, catalogue)
    band = Band(form.text("band_word", 20), form.choice("band_style", BAND_STYLES))
    position, limit = form.whole("position", 0, 999), form.optional_whole(LIMIT, 0, MOST)
    form.check()
    return CategorySetting(category, band, position, limit)


def _check_category(form: Reading, category: Category, catalogue: Catalogue) -> None:
    twin = catalogue.table.category(category.member_twin)
    if twin and not twin.is_for_members:
        form.refuse("member_twin", f"“{twin.title}” is not for members; choose one that is.")
    if category.member_twin and category.is_for_members:
        form.refuse("member_twin", "This category is for members itself.")
    fallback = catalogue.table.category(category.proof_fallback)
    if fallback and fallback.needs_proof:
        form.refuse("proof_fallback", f"“{fallback.title}” needs a proof too; choose another.")
    if category.granted_to and category.is_on_sale:
        sentence = "On sale to everybody, it needs no role. Switch one of the two off."
        form.refuse("granted_to", sentence)
