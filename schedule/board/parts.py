"""Parts of the board that are a page of their own, and the same fragment inside a dialog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from litestar import Request
from litestar.response import Template

from conference.web import FormState, page
from conference.web.errors import csrf_input_of
from conference.web.templating import render
from schedule.board.answers import base_of

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment by the name of its template, its title, and what it shows."""

    name: str
    title: str
    shown: Mapping[str, Any] = field(default_factory=dict)

    @property
    def template(self) -> str:
        """The fragment's file."""
        return f"schedule/board/_{self.name}.html"

    def with_errors(self, errors: Mapping[str, str]) -> Part:
        """The same with a sentence beside each wrong field."""
        form = FormState(self.shown["form"].values, errors)
        return replace(self, shown={**self.shown, "form": form})

    def with_stale(self, sentence: str) -> Part:
        """The same, saying that somebody was faster."""
        return replace(self, shown={**self.shown, "stale": sentence})


def show_part(request: AnyRequest, part: Part, status: int = 200) -> Template:
    """The fragment alone when the board's script asks for it, else as a page."""
    whole = part.template if request.headers.get("x-part") else "schedule/board/part.html"
    shown = {"base": base_of(request.state.meeting.slug), "part": part.template, **part.shown}
    return page(request, whole, status=status, title=part.title, **shown)


def part_html(request: AnyRequest, part: Part) -> str:
    """The fragment inside a JSON answer."""
    meeting = request.state.meeting
    shown = {"base": base_of(meeting.slug), "meeting": meeting, **part.shown}
    return render(part.template, title=part.title, csrf_input=csrf_input_of(request), **shown)
