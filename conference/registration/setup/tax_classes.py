"""The tax classes that a thing may have: those with a rate, and those in use already."""

from __future__ import annotations

from conference.registration.catalogue import Catalogue
from conference.registration.customer import STANDARD_CLASS


def tax_classes(catalogue: Catalogue) -> set[str]:
    """Every class that has a rate, or that a category or extra bears."""
    rated = {each.tax_class for each in catalogue.taxes.rates}
    return rated | classes_in_use(catalogue) | {STANDARD_CLASS}


def classes_in_use(catalogue: Catalogue) -> set[str]:
    """The classes of the categories and extras."""
    categories = {each.tax_class for each in catalogue.table.categories}
    return categories | {each.tax_class for each in catalogue.extras}
