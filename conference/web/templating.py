"""The one Jinja environment: every module's templates under the module's name."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined, select_autoescape

from conference.web import assets, formats, marks

ROOT = Path(__file__).parent.parent.parent
TEMPLATE_FOLDERS = {
    **{
        name: ROOT / "conference" / name / "templates"
        for name in ("web", "people", "meetings", "membership", "registration", "letters")
    },
    **{name: ROOT / name / "templates" for name in ("abstracts", "schedule", "badges")},
}


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates are named "<module>/<file>"; an unknown name in one is an error, never a blank."""
    made = Environment(
        loader=PrefixLoader(
            {name: FileSystemLoader(folder) for name, folder in TEMPLATE_FOLDERS.items()}
        ),
        autoescape=select_autoescape(("html", "xml")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(formats.FILTERS)
    made.globals.update(
        days_span=formats.days_span,
        country_options=formats.country_options,
        html_of=marks.html_of,
        asset=assets.asset,
    )
    return made


def render(name: str, **context: object) -> str:
    """A template without a request: letters, feeds, pages that are rendered once."""
    return environment().get_template(name).render(**context)
