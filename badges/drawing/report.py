"""What to look at before a batch is printed. Pure."""

from collections.abc import Iterator, Sequence

from badges.drawing.compose import Plan, compose_own, compose_shared, plan_of
from badges.drawing.items import Concern, Finding
from badges.faces.rules import BadgeFace
from badges.layouts.layout import Layout, Side

__all__ = ["FITS", "Concern", "Finding", "in_words", "pre_print_report"]
FITS = "This fits on the badge as it stands."


def pre_print_report(faces: Sequence[BadgeFace], layout: Layout) -> list[Finding]:
    """Everything that will not look as typed, on every side, person by person.

    Characters that no font holds, names cut or broken, ribbons without room. What a whole category
    shares is said once, without a person.
    """
    plans = [plan for side in Side if not (plan := plan_of(layout, side)).is_empty]
    findings = [*_of_categories(faces, plans)]
    for face in faces:
        for plan in plans:
            findings += compose_own(face, plan).findings
    return findings


def in_words(findings: Sequence[Finding]) -> str:
    """What will not look as typed and why, one sentence a finding; or that all of it fits."""
    return " ".join(each.sentence for each in findings) or FITS


def _of_categories(faces: Sequence[BadgeFace], plans: list[Plan]) -> Iterator[Finding]:
    told: set[tuple[object, ...]] = set()
    for plan in plans:
        for face in faces:
            key = plan.key(face)
            if key in told:
                continue
            told.add(key)
            for each in compose_shared(face, plan).findings:
                yield Finding("", f"All of {face.category}", each.concern, each.sentence)
