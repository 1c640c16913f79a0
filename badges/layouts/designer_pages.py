"""The designer: a form of elements that also is a canvas where scripts run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect, Template

from badges.layouts import actions, editing, queries
from badges.layouts.checks import Remark, check_layout, faults_by_field
from badges.layouts.errors import LayoutChanged, PictureRefused
from badges.layouts.forms import Draft, read_draft
from badges.layouts.layout import ElementKind, Layout, Side
from badges.layouts.list_pages import LAYOUTS, AnyRequest
from badges.layouts.picture_files import ACCEPTED
from badges.layouts.pictures import keep_picture
from badges.layouts.queries import OwnLayoutInfo
from badges.layouts.trying import Sample, samples_again, samples_of
from badges.layouts.view import (
    Ground,
    chosen_sample,
    draft_of,
    drawable,
    drawn,
    element_name,
    ground_of,
    parts_of,
    sides_of,
    without_told,
)
from badges.layouts.words import (
    ALIGN_WORDS,
    BADGE_PLACEHOLDERS,
    KIND_WORDS,
    TURN_WORDS,
    WEIGHT_WORDS,
)
from badges.stock.queries import stock_named
from badges.stock.stock import Stock
from conference.meetings.given import Now, TheMeeting, TheSettings, TheVisitor
from conference.meetings.rules import MeetingInfo
from conference.people.access import Role, Visitor, roles
from conference.settings import Settings
from conference.web import FormState, flash, page, redirect
from conference.web.problems import Invalid

OFFICE = roles(Role.OFFICE)
SAVED = "Saved. Badges that are printed from now on are drawn so."


@dataclass(frozen=True, slots=True)
class Desk:
    """What every handler of the designer looks up first."""

    meeting: MeetingInfo
    info: OwnLayoutInfo
    stock: Stock
    ground: Ground
    secret: str


async def _desk(meeting: MeetingInfo, key: str, settings: Settings) -> Desk:
    info = await queries.own_layout(meeting.id, key)
    stock = await stock_named(meeting.id, info.stock)
    return Desk(meeting, info, stock, await ground_of(meeting), settings.secret)


@get(f"{LAYOUTS}/{{key:str}}", opt=OFFICE)
async def show_designer(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings, key: FromPath[str]
) -> Template:
    desk = await _desk(meeting, key, settings)
    layout = drawable(desk.info, desk.stock)
    return await _designer(request, desk, draft_of(layout, desk.info.version, desk.ground))


async def _designer(
    request: AnyRequest, desk: Desk, draft: Draft, *, status: int = 200,
    stale: LayoutChanged | None = None, is_unsaved: bool = False,
    errors: Mapping[str, str] | None = None,
) -> Template:  # fmt: skip
    """The page of a draft; where a field is wrong, the picture is of what was saved last."""
    layout = draft.layout or drawable(desk.info, desk.stock)
    samples = await samples_of(desk.meeting, desk.secret)
    sample = chosen_sample(samples, draft.face)
    faces = [each.face for each in samples]
    form = FormState(draft.values, errors or draft.errors)
    shown = await drawn(layout, desk.stock, desk.ground, draft.side, sample.face, faces)
    return page(
        request,
        "badges/designer.html",
        status=status,
        info=desk.info,
        stock=desk.stock,
        layout=layout,
        draft=draft,
        form=form,
        parts=parts_of(draft.ids, draft.values),
        drawn=without_told(shown, form.errors.values()),
        samples=samples,
        sample=sample,
        sides=[(side.value, word) for side, word in sides_of(desk.stock, layout)],
        ground=desk.ground,
        stale=stale,
        is_unsaved=is_unsaved,
        name_of=lambda id: element_name(layout, id),
        **CHOICES,
    )


CHOICES = {
    "kinds": [(kind.value, word) for kind, word in KIND_WORDS.items()],
    "aligns": [(align.value, word) for align, word in ALIGN_WORDS.items()],
    "turns": [(turn.value, word) for turn, word in TURN_WORDS.items()],
    "weights": [(weight.value, word) for weight, word in WEIGHT_WORDS.items()],
    "placeholders": BADGE_PLACEHOLDERS,
    "accepted": ACCEPTED,
}


@post(f"{LAYOUTS}/{{key:str}}", opt=OFFICE)
async def work_on_layout(
    request: AnyRequest, meeting: TheMeeting, visitor: TheVisitor, settings: TheSettings,
    key: FromPath[str], now: Now,
) -> Template | Redirect:  # fmt: skip
    """One press of a button: save, or change the drawing without saving it."""
    desk = await _desk(meeting, key, settings)
    draft = read_draft(await request.form(), key, desk.stock)
    if draft.layout is None:
        return await _designer(request, desk, draft, status=422, is_unsaved=True)
    try:
        if draft.do == "upload":
            return await _upload(request, desk, draft, visitor, now)
        if draft.do in ("save", "keep", "over", "as-copy"):
            return await _save(request, desk, draft, draft.layout, visitor, now)
    except LayoutChanged as stale:
        return await _designer(request, desk, draft, status=409, stale=stale, is_unsaved=True)
    except Invalid as wrong:
        errors = wrong.errors or {"": wrong.detail}
        return await _designer(request, desk, draft, status=422, is_unsaved=True, errors=errors)
    changed = _changed(draft.layout, desk.stock, draft.do, draft.side)
    again = draft_of(changed, draft.version, desk.ground, draft)
    return await _designer(request, desk, again, is_unsaved=True)


def _changed(layout: Layout, stock: Stock, do: str, side: Side) -> Layout:
    """What a button does to the drawing; an unknown one does nothing."""
    verb, _, words = do.partition(":")
    for word in words.split(","):
        layout = _changed_one(layout, stock, verb, word, side)
    return layout


def _changed_one(layout: Layout, stock: Stock, verb: str, word: str, side: Side) -> Layout:
    if verb == "add" and word in list(ElementKind):
        element = editing.new_element(ElementKind(word), layout, stock, side)
        return editing.add(layout, element)
    if verb == "copy":
        return editing.copy_of(layout, word)
    if verb == "remove":
        return editing.without(layout, word)
    if verb == "turn":
        return editing.turned(layout, word)
    if verb in ("up", "down"):
        return editing.moved(layout, word, 1 if verb == "up" else -1)
    return layout


async def _save(
    request: AnyRequest, desk: Desk, draft: Draft, layout: Layout, visitor: Visitor, now: Now
) -> Redirect | Template:
    """Raises LayoutChanged, and Invalid with a sentence beside each field.

    A browser that stays on its page ("keep") is told the new version and nothing else.
    """
    meeting, by = desk.meeting, visitor.actor
    remarks: list[Remark] = check_layout(layout, desk.stock, desk.ground.known)
    if faults := faults_by_field(remarks):
        raise Invalid(errors=faults)
    address = f"/{meeting.slug}/desk/layouts"
    if draft.do == "as-copy":
        key = await actions.copy_layout(
            layout, desk.stock.key, f"{layout.title}, copy", meeting=meeting, by=by, now=now
        )
        made = await queries.own_layout(meeting.id, key)
        flash(request, f"Saved as “{made.title}”.")
        return redirect(f"{address}/{key}")
    version = await actions.save_layout(layout, draft.version, meeting=meeting, by=by, now=now)
    if draft.do == "keep":
        kept = {"version": version, "title": layout.title, "sentence": SAVED}
        return page(request, "badges/_layout_saved.html", kept=kept)
    flash(request, SAVED)
    return redirect(f"{address}/{layout.key}?side={draft.side.value}")


async def _upload(
    request: AnyRequest, desk: Desk, draft: Draft, visitor: Visitor, now: Now
) -> Template:
    """Raises PictureRefused. The drawing stays as it was, unsaved."""
    if draft.file is None:
        raise PictureRefused("Choose a file: a PDF, PNG or JPEG of at most 5 MB.")
    name = draft.file.filename.rsplit(".", 1)[0]
    await keep_picture(
        await draft.file.read(), name, meeting=desk.meeting, by=visitor.actor, now=now
    )
    flash(request, f"“{name}” is kept. Choose it as a background, or in a picture’s box.")
    desk = replace(desk, ground=await ground_of(desk.meeting))
    return await _designer(request, desk, draft, is_unsaved=True)


@post(f"{LAYOUTS}/{{key:str}}/preview", opt=OFFICE)
async def preview_layout(
    request: AnyRequest, meeting: TheMeeting, settings: TheSettings, key: FromPath[str]
) -> Template | Response[str]:
    """The drawing as it is on the screen, unsaved: the badge, and what there is to say about it."""
    desk = await _desk(meeting, key, settings)
    draft = read_draft(await request.form(), key, desk.stock)
    if draft.layout is None:
        return page(
            request, "badges/_layout_faults.html", status=422, form=FormState({}, draft.errors)
        )
    samples: list[Sample] = await samples_again(meeting, draft.samples, desk.secret)
    sample = chosen_sample(samples, draft.face)
    return page(
        request,
        "badges/_layout_preview.html",
        drawn=await drawn(
            draft.layout, desk.stock, desk.ground, draft.side, sample.face,
            [each.face for each in samples],
        ),
        name_of=lambda id: element_name(draft.layout, id),
    )  # fmt: skip


handlers = [show_designer, work_on_layout, preview_layout]
