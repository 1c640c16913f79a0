"""What the designer's page shows: the form, the drawn badge, and what is wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from badges.drawing.report import Finding, pre_print_report
from badges.drawing.svg import badge_svg
from badges.faces.rules import FIRST_TIMER, RIBBON_OF_PART, RIBBON_OF_ROLE, BadgeFace
from badges.layouts import queries
from badges.layouts.checks import Known, Remark, check_layout, names_of
from badges.layouts.forms import Draft, offered_conditions, values_of
from badges.layouts.layout import ElementKind, Layout, Side
from badges.layouts.queries import Legend, OwnLayoutInfo, PictureInfo
from badges.layouts.standard import standard_layout
from badges.layouts.trying import Sample
from badges.layouts.words import KIND_WORDS, WITH_ALIGN, WITH_SMALL, WITH_TYPE, numbered, side_words
from badges.stock.grid import panels
from badges.stock.stock import Stock
from conference.meetings.rules import MeetingInfo


@dataclass(frozen=True, slots=True)
class Ground:
    """What a meeting gives to every layout: bands, conditions to choose from, pictures."""

    legends: tuple[Legend, ...]
    conditions: Mapping[str, Mapping[str, str]]
    pictures: tuple[PictureInfo, ...]

    @property
    def known(self) -> Known:
        return Known([each.key for each in self.legends], {each.id for each in self.pictures})

    @property
    def offered(self) -> dict[str, str]:
        return {key: word for group in self.conditions.values() for key, word in group.items()}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One side of one badge as SVG, with what there is to say about the layout."""

    svg: str
    remarks: tuple[Remark, ...] = ()
    findings: tuple[Finding, ...] = ()


async def ground_of(meeting: MeetingInfo) -> Ground:
    """Two statements."""
    legends = await queries.legends_of(meeting.id)
    conditions = offered_conditions({each.key: each.title for each in legends}, ribbon_words())
    return Ground(legends, conditions, tuple(await queries.pictures_to_place(meeting.id)))


def ribbon_words() -> dict[str, str]:
    """The ribbons that everybody's roles can earn, each once."""
    words = [*RIBBON_OF_PART.values(), *RIBBON_OF_ROLE.values(), FIRST_TIMER]
    return {each: each for each in dict.fromkeys(words)}


def drawable(info: OwnLayoutInfo, stock: Stock) -> Layout:
    """The stored layout, or the standard one under its name where it cannot be read."""
    return info.layout or replace(standard_layout(stock), key=info.key, title=info.title)


def sides_of(stock: Stock, layout: Layout) -> list[tuple[Side, str]]:
    """The sides one can draw on: a fold's panels, else front and back."""
    words = {panel.side for panel in panels(stock)} | {"front", "back"}
    used = {each.side.value for each in layout.elements}
    used |= {each.side.value for each in layout.backgrounds}
    return [(side, side_words(side)) for side in Side if side.value in words | used]


async def drawn(
    layout: Layout, stock: Stock, ground: Ground, side: Side, face: BadgeFace,
    faces: Sequence[BadgeFace],
) -> Drawn:  # fmt: skip
    """The side as it prints, and what is cut or missing on any of the faces; one statement."""
    found = await queries.pictures_of(layout)
    pictures = {id: each for id, each in found.items() if id in ground.known.pictures}
    return await asyncio.to_thread(
        lambda: Drawn(
            badge_svg(face, layout, side, pictures),
            tuple(check_layout(layout, stock, ground.known)),
            tuple(pre_print_report(faces, layout)),
        )
    )


def without_told(drawn: Drawn, told: Collection[str]) -> Drawn:
    """The same without the remarks that stand on the page already."""
    return replace(
        drawn, remarks=tuple(each for each in drawn.remarks if each.sentence not in told)
    )


def chosen_sample(samples: Sequence[Sample], id: str) -> Sample:
    """The person somebody looks at, else the first."""
    return next((each for each in samples if each.id == id), samples[0])


@dataclass(frozen=True, slots=True)
class Part:
    """One element's part of the form."""

    id: str
    kind: ElementKind
    name: str

    @property
    def title(self) -> str:
        return KIND_WORDS[self.kind]

    @property
    def has_type(self) -> bool:
        return self.kind in WITH_TYPE

    @property
    def has_small(self) -> bool:
        return self.kind in WITH_SMALL

    @property
    def has_align(self) -> bool:
        return self.kind in WITH_ALIGN


def parts_of(ids: Sequence[str], values: Mapping[str, Any]) -> list[Part]:
    """The elements as the form lists them, also where a field of one is wrong."""
    found = []
    for id in ids:
        word = str(values.get(f"{id}.kind", ""))
        kind = next((each for each in ElementKind if each.value == word), ElementKind.TEXT)
        text = str(values.get(f"{id}.text", ""))
        name = f"{KIND_WORDS[kind]} “{text[:30]}”" if text else KIND_WORDS[kind]
        found.append((id, kind, name))
    names = numbered([name for _, _, name in found])
    return [Part(id, kind, name) for (id, kind, _), name in zip(found, names, strict=True)]


def draft_of(layout: Layout, version: int, ground: Ground, seen: Draft | None = None) -> Draft:
    """A layout as if the form had sent it; looking at the same side and person as before."""
    return Draft(
        layout,
        tuple(each.id for each in layout.elements),
        values_of(layout, ground.offered),
        {},
        version,
        do="",
        side=seen.side if seen else Side.FRONT,
        face=seen.face if seen else "",
        samples=(),
    )


def element_name(layout: Layout | None, id: str) -> str:
    """An element's name in a list of remarks."""
    return names_of(layout).get(id, "") if layout else ""
