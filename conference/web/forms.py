"""What a browser sends, as a msgspec Struct or as a sentence beside each field."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile

T = TypeVar("T", bound=msgspec.Struct)
TRUE_WORDS = ("on", "true", "1", "yes")
MISSING = "Please fill this in."


@dataclass(frozen=True, slots=True)
class FormState:
    """What a template shows: the values as typed, and the sentence for each wrong field."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def empty(cls) -> FormState:
        return cls()

    @classmethod
    def of(cls, values: Mapping[str, Any] | msgspec.Struct) -> FormState:
        return cls(_named(values))


class FormErrors(Exception):
    """A form that could not be accepted; `state` shows it again as the browser sent it."""

    def __init__(
        self, values: Mapping[str, Any] | msgspec.Struct, errors: Mapping[str, str]
    ) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.values = {name: _as_sent(value) for name, value in _named(values).items()}
        self.errors = errors

    @property
    def state(self) -> FormState:
        return FormState(self.values, self.errors)


def _named(values: Mapping[str, Any] | msgspec.Struct) -> Mapping[str, Any]:
    return msgspec.structs.asdict(values) if isinstance(values, msgspec.Struct) else values


def _as_sent(value: Any) -> Any:
    """A value read from a form, as the form sent it: a template finds the tick of an id again."""
    match value:
        case list() | tuple():
            return [_as_sent(each) for each in value]
        case UUID():
            return str(value)
        case Enum():
            return value.value
        case date() | time():
            return value.isoformat()
        case _:
            return value


async def read_form(request: Request[Any, Any, Any], model: type[T]) -> T:
    """The request's form as `model`. Raises FormErrors with every field's sentence at once."""
    return parse_form(model, await request.form())


def parse_form(model: type[T], form: FormMultiDict) -> T:
    """ "" means not given, one item is still a list, a checkbox is "on" or absent."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    shown: dict[str, Any] = {}
    for each in _fields(model):
        name = each.encode_name
        raw = shown[name] = _raw_value(form, name, each.type)
        if raw == "" or raw is None:
            if each.required:
                errors[name] = MISSING
            continue
        try:
            values[name] = _convert(raw, each.type)
        except msgspec.ValidationError as error:
            errors[name] = _sentence(error)
    if errors:
        raise FormErrors(shown, errors)
    return _build(model, values, shown)


@lru_cache(maxsize=1_000)
def _fields(model: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(model)


def _build(model: type[T], values: dict[str, Any], shown: dict[str, Any]) -> T:
    """Runs the Struct's own `__post_init__`, which may raise FormErrors or ValueError."""
    try:
        return model(**values)
    except FormErrors as wrong:
        raise FormErrors(shown, wrong.errors) from None
    except ValueError as error:
        raise FormErrors(shown, {"": str(error)}) from None


def _raw_value(form: FormMultiDict, name: str, wanted: Any) -> Any:
    many = [_clean(value) for value in form.getall(name, [])]
    if _is(wanted, list) or _is(wanted, tuple):
        return [value for value in many if value != ""]
    if _is(wanted, bool):
        return bool(many) and str(many[-1]).lower() in TRUE_WORDS
    return many[-1] if many else ""


def _clean(value: Any) -> Any:
    # A NUL is an error on PostgreSQL, and nobody means to type one.
    if not isinstance(value, str):
        return value
    return value.replace("\x00", "").replace("\r\n", "\n").strip()


def _convert(raw: Any, wanted: Any) -> Any:
    if isinstance(raw, UploadFile):
        return raw
    return msgspec.convert(raw, wanted, strict=False)


def _is(wanted: Any, kind: type) -> bool:
    origin = typing.get_origin(wanted)
    if origin is typing.Annotated:
        return _is(typing.get_args(wanted)[0], kind)
    if origin in (typing.Union, types.UnionType):
        return any(_is(each, kind) for each in typing.get_args(wanted))
    return wanted is kind or origin is kind


_SENTENCES = (
    ("`int", "Write a whole number."),
    ("`float", "Write a number."),
    ("encoded datetime", "Write the date and time as 2027-03-09T14:30."),
    ("`datetime", "Write the date and time as 2027-03-09T14:30."),
    ("encoded date", "Write the date as year-month-day, for example 2027-03-09."),
    ("`date", "Write the date as year-month-day, for example 2027-03-09."),
    ("UUID", "Choose one from the list."),
    ("enum", "Choose one from the list."),
)


def _sentence(error: msgspec.ValidationError) -> str:
    text = str(error)
    if "length <=" in text:
        limit = text.split("length <=")[1].split("-")[0].strip(" `")
        return f"This is too long; at most {limit} characters."
    if "length >=" in text:
        return MISSING
    for sign, limit in ((">=", "at least"), ("<=", "at most")):
        if f"` {sign} " in text:
            return f"Write a number of {limit} {text.split(sign)[1].split(' -')[0].strip()}."
    for sign, sentence in _SENTENCES:
        if sign in text:
            return sentence
    return "This is not in the expected form."
