"""Whether a certificate is genuine: for whoever holds it, without signing in."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

from litestar import Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from badges.papers.content import CODE_LENGTH, grouped
from badges.papers.queries import CertificateInfo, certificate_by_code
from conference.meetings.given import Now, TheMeeting
from conference.orm import tokens
from conference.people.access import public
from conference.web import FormState, page, redirect
from conference.web.limits import count_try

AnyRequest = Request[Any, Any, Any]
LOOKS, WINDOW = 60, timedelta(minutes=10)
NOT_KNOWN = (
    "No certificate of this meeting has this code. Please compare it with the paper, sign by "
    f"sign: it has {CODE_LENGTH} of them, and no letter I, L, O or U."
)


@get("/{slug:str}/certificates", opt=public)
async def ask_for_code(request: AnyRequest, meeting: TheMeeting, code: FromQuery[str] = "") -> (
    Template | Redirect
):  # fmt: skip
    if not code.strip():
        return _page(request, None, FormState.empty())
    plain = read_code(code)
    if len(plain) != CODE_LENGTH:
        return _page(request, None, FormState({"code": code}, {"code": wrong_length(plain)}), 404)
    return redirect(f"/{meeting.slug}/certificates/{plain}")


def read_code(typed: str) -> str:
    """The signs of a code however it was typed: with its address, full width, in groups."""
    last = typed.strip().rstrip("/").rsplit("certificates/", 1)[-1]
    plain = tokens.normalise(unicodedata.normalize("NFKC", last))
    return "".join(sign for sign in plain if sign in tokens.ALPHABET)


def wrong_length(plain: str) -> str:
    """What is wrong with a code that is too short or too long."""
    if not plain:
        return NOT_KNOWN
    signs = "sign" if len(plain) == 1 else "signs"
    return f"A code has {CODE_LENGTH} signs; this has {len(plain)} {signs} that a code can have."


@get("/{slug:str}/certificates/{code:str}", opt=public)
async def verify_certificate(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], now: Now
) -> Template:
    """Every look is counted, so that nobody can try codes one after the other."""
    host = request.client.host if request.client else ""
    await count_try("certificate", host, limit=LOOKS, window=WINDOW, now=now)
    found = await certificate_by_code(meeting.id, code)
    if found is None:
        plain = read_code(code)
        why = NOT_KNOWN if len(plain) == CODE_LENGTH else wrong_length(plain)
        return _page(request, None, FormState({"code": code}, {"code": why}), 404)
    return _page(request, found, FormState.empty())


def _page(
    request: AnyRequest, found: CertificateInfo | None, form: FormState, status: int = 200
) -> Template:
    answer = page(
        request,
        "badges/certificate_check.html",
        status=status,
        found=found,
        form=form,
        grouped=grouped,
    )
    answer.headers["x-robots-tag"] = "noindex"
    return answer


handlers = [ask_for_code, verify_certificate]
