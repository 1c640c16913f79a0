"""What the OpenAPI document tells beyond the handlers' signatures: what the address may ask for,
the body of a move, and how errors look."""

from __future__ import annotations

from typing import Any

import msgspec

from schedule.api.answers import Move
from schedule.api.paging import MOST, USUAL

Document = dict[str, Any]
PROBLEM = "application/problem+json"
_LIST = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
}
_PEOPLE = {"q": {"type": "string"}, **_LIST}
_SESSIONS = {
    "day": {"type": "string", "format": "date"},
    **{name: {"type": "string"} for name in ("room", "track", "kind")},
    "streamed": {"type": "string", "enum": ["1"]},
    **_PEOPLE,
}
_ASKED = {"sessions": _SESSIONS, "items": _SESSIONS, "people": _PEOPLE}


class ProblemAnswer(msgspec.Struct, frozen=True):
    """What went wrong (RFC 9457); `errors` names each field with its sentence."""

    type: str
    status: int
    title: str
    detail: str = ""
    errors: dict[str, str] = {}


def complete(document: Document) -> Document:
    """The document with queries, the body of a move and problems in place of a bare 400."""
    refs, schemas = msgspec.json.schema_components(
        [ProblemAnswer, Move], ref_template="#/components/schemas/{name}"
    )
    document["components"]["schemas"].update(schemas)
    for path, operations in document["paths"].items():
        for verb, operation in operations.items():
            operation["responses"].pop("400", None)
            operation["responses"]["default"] = _answer(
                "What went wrong: 401, 403, 404, 409 or 422", PROBLEM, refs[0]
            )
            if verb == "get":
                asked = _ASKED.get(path.rpartition("/")[2], {})
                operation.setdefault("parameters", []).extend(_queries(asked))
            if path.endswith("/move"):
                operation["requestBody"] = {"required": True, "content": _json(refs[1])}
    return document


def _queries(asked: dict[str, Any]) -> list[Document]:
    return [{"name": name, "in": "query", "schema": schema} for name, schema in asked.items()]


def _answer(text: str, media_type: str, schema: Document) -> Document:
    return {"description": text, "content": {media_type: {"schema": schema}}}


def _json(schema: Document) -> Document:
    return {"application/json": {"schema": schema}}
