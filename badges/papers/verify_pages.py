"""Whether a certificate is genuine: for whoever holds it, without signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from litestar import Request, get
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Template

from badges.papers.content import CODE_LENGTH, grouped
from badges.papers.queries import CertificateInfo, certificate_by_code
from conference.meetings.given import Now, TheMeeting
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
    if code.strip():
        return redirect(f"/{meeting.slug}/certificates/{quote(code.strip()[:40], safe='')}")
    return _page(request, None, FormState.empty())


@get("/{slug:str}/certificates/{code:str}", opt=public)
async def verify_certificate(
    request: AnyRequest, meeting: TheMeeting, code: FromPath[str], now: Now
) -> Template:
    """Every look is counted, so that nobody can try codes one after the other."""
    host = request.client.host if request.client else ""
    await count_try("certificate", host, limit=LOOKS, window=WINDOW, now=now)
    found = await certificate_by_code(meeting.id, code)
    if found is None:
        return _page(request, None, FormState({"code": code}, {"code": NOT_KNOWN}), 404)
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
