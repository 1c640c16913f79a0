"""The released programme for programs: XML and JSON, as they were rendered with the release."""

from __future__ import annotations

from litestar import get
from litestar.params import FromPath

from schedule.calendars.answers import BYTES, Answer, AnyRequest, released, stored_answer


@get("/{slug:str}/programme.xml", opt=BYTES)
async def programme_xml(request: AnyRequest, slug: FromPath[str]) -> Answer:
    return stored_answer(request, await released(slug), "programme.xml")


@get("/{slug:str}/programme.json", opt=BYTES)
async def programme_json(request: AnyRequest, slug: FromPath[str]) -> Answer:
    return stored_answer(request, await released(slug), "programme.json")


handlers = [programme_xml, programme_json]
