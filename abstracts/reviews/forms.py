"""What a reviewer's browser sends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile

from abstracts.reviewers.rounds import RoundInfo
from abstracts.reviews.saying import LONGEST_COMMENT, Said
from conference.web.forms import FormErrors

AnyRequest = Request[Any, Any, Any]
LONGEST_REASON = 1_000


class StandBackForm(msgspec.Struct):
    """`kind` is conflict, or anything else for another reason."""

    reason: str
    kind: str = ""

    def __post_init__(self) -> None:
        if len(self.reason) > LONGEST_REASON:
            raise FormErrors({}, {"reason": f"Say it in {LONGEST_REASON} characters."})


class ReopenForm(msgspec.Struct):
    assignment: str
    reason: str

    def __post_init__(self) -> None:
        if len(self.reason) > LONGEST_REASON:
            raise FormErrors({}, {"reason": f"Say it in {LONGEST_REASON} characters."})


class PostForm(msgspec.Struct):
    text: str
    round: str = ""


class DeletePostForm(msgspec.Struct):
    post: str


class UploadForm(msgspec.Struct):
    file: UploadFile


class ApplyForm(msgspec.Struct):
    """`lines` is what the preview read; `do` is draft or send."""

    lines: str
    do: str = "draft"


@dataclass(frozen=True, slots=True)
class Typed:
    """A review as it was typed: what it says, the version it saw, every field for the page."""

    said: Said
    seen: int
    do: str
    values: Mapping[str, Any]


async def read_review(request: AnyRequest, round_: RoundInfo) -> Typed:
    """The review that a browser sends; its criteria are fields score_KEY. Raises FormErrors."""
    return typed_review(await request.form(), round_)


def typed_review(form: FormMultiDict, round_: RoundInfo) -> Typed:
    """Numbers are whole; whatever is none gets its sentence and everything typed is kept."""
    values = {name: _text(form, name) for name in _names(round_)}
    errors: dict[str, str] = {}
    overall = _score(values["overall"], "overall", errors)
    scores = {
        each.key: score
        for each in round_.criteria
        if (score := _score(values[f"score_{each.key}"], f"score_{each.key}", errors)) is not None
    }
    for name in ("to_committee", "to_authors"):
        if len(values[name]) > LONGEST_COMMENT:
            errors[name] = f"This is too long; at most {LONGEST_COMMENT:,} characters."
    if errors:
        raise FormErrors(values, errors)
    said = Said(
        overall,
        scores,
        values["recommendation"][:20],
        values["to_committee"],
        values["to_authors"],
    )
    seen = int(values["seen"]) if values["seen"].isascii() and values["seen"].isdecimal() else 0
    return Typed(said, seen, values["do"], values)


def values_of(said: Said) -> dict[str, Any]:
    """A review as the fields of its form."""
    return {
        "overall": "" if said.overall is None else said.overall,
        "recommendation": said.recommendation,
        "to_committee": said.to_committee,
        "to_authors": said.to_authors,
        **{f"score_{key}": score for key, score in said.scores.items()},
    }


def _names(round_: RoundInfo) -> list[str]:
    fixed = ["overall", "recommendation", "to_committee", "to_authors", "seen", "do"]
    return [*fixed, *(f"score_{each.key}" for each in round_.criteria)]


def _text(form: FormMultiDict, name: str) -> str:
    many = form.getall(name, [])
    raw = many[-1] if many else ""
    if not isinstance(raw, str):
        return ""
    return raw.replace("\x00", "").replace("\r\n", "\n").strip()


def _score(text: str, name: str, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 4:
        errors[name] = "Give a whole number."
        return None
    return int(text)
