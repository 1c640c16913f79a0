"""Promises about the text of abstracts that `plenary check` tests."""

from collections import Counter
from typing import Any

import msgspec

from abstracts.manuscript import Part, compose
from abstracts.queries.one import decode_manuscript
from abstracts.tables import Abstract, AbstractFigure, AbstractVersion, Author
from conference.orm import invariant


@invariant("abstract-roles", "A submitted abstract has one author who presents, one who answers.")
async def one_author_a_role() -> list[str]:
    """A04; at most one of them submits, and at most one is senior."""
    rows = await Author.select(
        Author.abstract.code.as_alias("code"),
        Author.is_presenting,
        Author.is_corresponding,
        Author.is_submitting,
        Author.is_senior,
    ).where(Author.abstract.submitted_at.is_not_null())
    roles = ("presenting", "corresponding", "submitting", "senior")
    counts = {role: Counter(row["code"] for row in rows if row[f"is_{role}"]) for role in roles}
    broken = []
    for code in dict.fromkeys(row["code"] for row in rows):
        for role in roles:
            number = counts[role][code]
            if number > 1 or (number == 0 and role in ("presenting", "corresponding")):
                broken.append(f"Abstract {code} has {number} {role} authors.")
    return broken


@invariant("abstract-parts", "What is printed under headings is what was written under them.")
async def composed_of_its_parts() -> list[str]:
    """The body is kept composed, so that everything reads it alike."""
    rows = await Abstract.select(Abstract.code, Abstract.parts, Abstract.body)
    return [
        f"Abstract {row['code']} prints another text than its headings have."
        for row in rows
        if (parts := msgspec.json.decode(row["parts"], type=tuple[Part, ...]))
        and compose(parts) != row["body"]
    ]


@invariant("abstract-figure", "The newest version of an abstract names the figure that is stored.")
async def figure_of_newest_version() -> list[str]:
    """Who reads a version and who sees the figure speak of the same."""
    stored: dict[Any, str] = {
        row["abstract"]: row["digest"]
        for row in await AbstractFigure.select(AbstractFigure.abstract, AbstractFigure.digest)
    }
    rows = await AbstractVersion.select(
        AbstractVersion.snapshot,
        AbstractVersion.abstract,
        AbstractVersion.abstract.code.as_alias("code"),
    ).where(AbstractVersion.number == AbstractVersion.abstract.version)
    broken = []
    for row in rows:
        figure = decode_manuscript(row["snapshot"]).figure
        if (figure.digest if figure else "") != stored.get(row["abstract"], ""):
            broken.append(f"Abstract {row['code']} shows another figure than its newest version.")
    return broken
