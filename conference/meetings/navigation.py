"""The links that frame every page: where one can go, as far as one's roles reach."""

from __future__ import annotations

from dataclasses import dataclass

from conference.meetings.rules import MeetingInfo
from conference.people.access import STRANGER, Role, Visitor
from conference.web.templating import render


@dataclass(frozen=True, slots=True)
class Shell:
    """`nav`: (title, address, is current); `account`: (title, address)."""

    nav: list[tuple[str, str, bool]]
    account: list[tuple[str, str]]
    contact: str
    is_synthetic: bool


def shell_of(
    path: str, visitor: Visitor, meeting: MeetingInfo | None, *, is_demo: bool = False
) -> Shell:
    """The frame of a page; in a demo also a page of no meeting says that all is invented."""
    links = _meeting_links(meeting, visitor) if meeting else []
    here = max((href for _, href in links if _is_under(path, href)), key=len, default="")
    return Shell(
        nav=[(title, href, href == here) for title, href in links],
        account=_account_links(visitor),
        contact=meeting.contact_email if meeting else "",
        is_synthetic=meeting.is_synthetic if meeting else is_demo,
    )


def _meeting_links(meeting: MeetingInfo, visitor: Visitor) -> list[tuple[str, str]]:
    home = f"/{meeting.slug}"
    links = [
        ("Home", home),
        ("Programme", f"{home}/programme"),
        ("Register", f"{home}/register"),
        ("Abstracts", f"{home}/abstracts"),
    ]
    if visitor.is_signed_in:
        links.append(("My agenda", f"{home}/my-agenda"))
    for title, address, roles in (
        ("Committee", "committee", (Role.PROGRAMME, Role.REVIEWER)),
        ("Desk", "desk", (Role.DESK,)),
        ("Office", "office", (Role.OFFICE, Role.TREASURER)),
    ):
        if visitor.may(*roles):
            links.append((title, f"{home}/{address}"))
    return links


def _account_links(visitor: Visitor) -> list[tuple[str, str]]:
    if visitor.is_signed_in:
        return [("My Plenary", "/my"), ("Sign out", "/sign-out")]
    return [("Sign in", "/sign-in")]


def _is_under(path: str, href: str) -> bool:
    is_home = href.count("/") == 1
    return path == href if is_home else path == href or path.startswith(f"{href}/")


def anonymous_page(
    template: str, *, meeting: MeetingInfo, path: str, theme: str, **context: object
) -> str:
    """A page as a stranger sees it, with nothing personal and no token: bytes to keep and share."""
    return render(
        template,
        visitor=STRANGER,
        meeting=meeting,
        shell=shell_of(path, STRANGER, meeting),
        theme=theme,
        flashes=[],
        here=path,
        csrf_token="",
        csrf_input="",
        **context,
    )
