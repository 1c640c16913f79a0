"""Who signs: name, office, and the picture of the signature, seen before anything carries it."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Redirect, Template

from conference.meetings.given import Now, TheMeeting, TheVisitor
from conference.meetings.roof import Link
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, roles
from conference.people.rules import clean
from conference.registration.signing import actions, queries
from conference.registration.signing.errors import NoSignature
from conference.registration.signing.rules import (
    ACCEPTED,
    PURPOSE_WORDS,
    Purpose,
    read_signature,
)
from conference.typesetting.images import read_apart
from conference.web import FormErrors, FormState, conditional, flash, page, read_form, redirect
from conference.web.refusals import refusals

AnyRequest = Request[Any, Any, Any]
OFFICE = roles(Role.OFFICE)
SIGNATURES = "/{slug:str}/office/signatures"
OFFICE_LINKS = [
    Link(
        "Who signs",
        "/office/signatures",
        "Name, office and signature on certificates and letters of invitation.",
        Role.OFFICE,
    )
]


class SignatoryForm(msgspec.Struct):
    """Who signs; a file replaces the picture that is there."""

    signed_by: Annotated[str, msgspec.Meta(max_length=200)] = ""
    signed_as: Annotated[str, msgspec.Meta(max_length=200)] = ""
    file: UploadFile | None = None
    act: Annotated[str, msgspec.Meta(max_length=10)] = "save"

    def __post_init__(self) -> None:
        if self.file is not None and not self.file.filename:
            self.file = None


@get(SIGNATURES, opt=OFFICE)
async def show_signatures(request: AnyRequest, meeting: TheMeeting) -> Template:
    return page(
        request,
        "registration/signing/signatures.html",
        signers=await queries.signatories(meeting.id),
        words=PURPOSE_WORDS,
    )


@get(SIGNATURES + "/{purpose:str}", opt=OFFICE)
async def show_signatory(
    request: AnyRequest, meeting: TheMeeting, purpose: FromPath[str]
) -> Template:
    return await _page(request, meeting, purpose_of(purpose))


async def _page(
    request: AnyRequest, meeting: MeetingInfo, purpose: Purpose, wrong: FormState | None = None
) -> Template:
    signer = await queries.signatory(meeting.id, purpose)
    known = FormState({"signed_by": signer.signed_by, "signed_as": signer.signed_as})
    return page(
        request,
        "registration/signing/signatory.html",
        status=422 if wrong else 200,
        signer=signer,
        form=wrong or known,
        purpose=purpose,
        what=PURPOSE_WORDS[purpose],
        accepted=ACCEPTED,
    )


def purpose_of(text: str) -> Purpose:
    """The purpose of an address. Raises NoSignature."""
    if text not in set(Purpose):
        raise NoSignature("Certificates and letters of invitation are signed here, nothing else.")
    return Purpose(text)


@post(SIGNATURES + "/{purpose:str}", opt=OFFICE)
async def change_signatory(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, now: Now, purpose: FromPath[str]
) -> Template | Redirect:
    of, by = purpose_of(purpose), visitor.actor
    try:
        form = await read_form(request, SignatoryForm)
        if form.act == "remove":
            await actions.remove_signature(meeting.id, of, by=by, now=now)
            flash(request, "The signature is taken away; new papers carry none.")
            return redirect(f"/{meeting.slug}/office/signatures/{of}")
        with refusals(form):
            image = await read_apart(read_signature, await form.file.read()) if form.file else None
        names = clean(form.signed_by), clean(form.signed_as)
        await actions.name_signatory(meeting.id, of, *names, image, by=by, now=now)
    except FormErrors as wrong:
        typed = FormState({**wrong.values, "file": ""}, wrong.errors)
        return await _page(request, meeting, of, typed)
    flash(request, "Saved. Papers from now on are signed so.")
    return redirect(f"/{meeting.slug}/office/signatures/{of}")


@get(SIGNATURES + "/{purpose:str}/picture", opt=OFFICE)
async def show_signature(
    request: AnyRequest, meeting: TheMeeting, purpose: FromPath[str]
) -> Response[bytes | None]:
    """The picture that new papers carry. Raises NoSignature."""
    signer = await queries.signatory(meeting.id, purpose_of(purpose))
    if signer.hand is None:
        raise NoSignature("No picture of a signature is there.")
    found = await queries.hands_of(meeting.id, [signer.hand.digest])
    return conditional(request, found[signer.hand.digest], signer.media_type)


handlers = [show_signatures, show_signatory, change_signatory, show_signature]
