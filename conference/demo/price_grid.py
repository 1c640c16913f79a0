"""The demo's prices, categories and badge bands, as data."""

from dataclasses import dataclass

from badges.faces.rules import BandStyle
from conference.registration.catalogue import Category
from conference.registration.price_actions import Band, Cell

CURRENCY = "USD"
WINDOWS = ("early", "standard", "on_site")
IN_PERSON, VIRTUAL = "in_person", "virtual"


@dataclass(frozen=True, slots=True)
class PriceClass:
    """A category with its early, standard and on-site price in whole units; virtual if offered."""

    category: Category
    band: Band
    amounts: tuple[int, int, int] | None
    virtual: int | None = None


def _band(word: str, style: BandStyle = BandStyle.PLAIN) -> Band:
    return Band(word, style.value)


def _given(key: str, title: str, why: str, band: Band, granted_to: str = "") -> PriceClass:
    roles = frozenset(granted_to.split())
    category = Category(key, title, why, is_on_sale=False, granted_to=roles)
    return PriceClass(category, band, (0, 0, 0))


PRICE_CLASSES: tuple[PriceClass, ...] = (
    PriceClass(
        Category(
            "regular", "Member", "For regular, emeritus and honorary members.",
            membership_types=frozenset({"regular", "emeritus", "honorary"}),
        ),
        _band("Member"), (600, 720, 850), 300,
    ),
    PriceClass(
        Category(
            "trainee_member", "Trainee member",
            "For members who are students or postdocs. Send a letter of your supervisor.",
            membership_types=frozenset({"trainee"}), needs_proof=True,
            proof_fallback="regular",
        ),
        _band("Trainee", BandStyle.GREEN), (290, 350, 410), 150,
    ),
    PriceClass(
        Category("non_member", "Non-member", "For everybody.", member_twin="regular"),
        _band("Delegate"), (810, 970, 1140), 400,
    ),
    PriceClass(
        Category(
            "non_member_trainee", "Non-member trainee",
            "For students and postdocs. Send a letter of your supervisor.",
            member_twin="trainee_member", needs_proof=True,
            proof_fallback="non_member",
        ),
        _band("Trainee", BandStyle.GREEN), (340, 410, 480), 150,
    ),
    PriceClass(
        Category(
            "low_income", "Low or lower-middle income country",
            "For people who work in one of these countries (World Bank list).",
            income_groups=frozenset({"LIC", "LMC"}),
        ),
        _band("Delegate"), (310, 375, 440),
    ),
    PriceClass(
        Category("industry", "Industry", "For people who work for a company."),
        _band("Industry", BandStyle.ORANGE), (1200, 1400, 1600),
    ),
    PriceClass(
        Category(
            "one_day_member", "Member, one day", "For one day that you choose.",
            membership_types=frozenset({"regular", "emeritus", "honorary"}), is_one_day=True,
        ),
        _band("One day"), (270, 325, 385),
    ),
    PriceClass(
        Category(
            "one_day", "Non-member, one day", "For one day that you choose.",
            member_twin="one_day_member", is_one_day=True,
        ),
        _band("One day"), (365, 435, 515),
    ),
    _given(
        "invited", "Invited speaker", "For speakers whom the committee has invited.",
        _band("Speaker", BandStyle.BLUE), granted_to="invited_speaker",
    ),
    _given("council", "Council", "Given by the office.", _band("Council", BandStyle.BLACK)),
    _given(
        "staff", "Staff", "For whoever works at the meeting.",
        _band("Staff", BandStyle.VERMILLION), granted_to="desk office",
    ),
    _given("press", "Press", "Given by the office.", _band("Press", BandStyle.PURPLE)),
    _given("exhibitor", "Exhibitor", "Within a booth.", _band("Exhibitor", BandStyle.ORANGE)),
)  # fmt: skip


def amounts() -> dict[Cell, int | None]:
    """Every cell of the price table in minor units."""
    cells: dict[Cell, int | None] = {}
    for each in PRICE_CLASSES:
        for window, amount in zip(WINDOWS, each.amounts or (), strict=False):
            cells[each.category.key, window, IN_PERSON] = amount * 100
        for window in WINDOWS:
            if each.virtual is not None:
                cells[each.category.key, window, VIRTUAL] = each.virtual * 100
    return cells
