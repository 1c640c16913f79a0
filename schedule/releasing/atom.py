"""The Atom feed of changes (RFC 4287): one entry a release, the same bytes until the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, tostring

from schedule.calendars.writing import CalendarSite
from schedule.queries.release_files import ChangesOfRelease
from schedule.rules.addendum import ChangeLine

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
MOST_LINES = 100


def changes_feed(
    slug: str, title: str, log: Sequence[ChangesOfRelease], site: CalendarSite
) -> bytes:
    """The feed of a meeting's releases, newest first; ids follow the configured host alone."""
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    pages = site.address(slug, "programme")
    _text(feed, "id", f"tag:{site.host},2000:{slug}/programme/changes")
    _text(feed, "title", f"{title}: changes of the programme")
    _text(feed, "updated", _instant(log[0].released_at))
    SubElement(feed, "link", {"rel": "self", "href": f"{pages}/changes.atom"})
    SubElement(feed, "link", {"rel": "alternate", "href": f"{pages}/releases"})
    SubElement(SubElement(feed, "author"), "name").text = title
    for release in log:
        _entry(feed, slug, release, site)
    written: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _entry(feed: Element, slug: str, release: ChangesOfRelease, site: CalendarSite) -> None:
    entry = SubElement(feed, "entry")
    page = site.address(slug, "programme", "releases", str(release.number))
    _text(entry, "id", f"tag:{site.host},2000:{slug}/programme/releases/{release.number}")
    _text(entry, "title", f"{release.name}: {release.summary}")
    _text(entry, "updated", _instant(release.released_at))
    _text(entry, "published", _instant(release.released_at))
    SubElement(entry, "link", {"rel": "alternate", "href": f"{page}/changes"})
    SubElement(entry, "content", {"type": "html"}).text = _html(release)


def _html(release: ChangesOfRelease) -> str:
    shown = [f"<li>{escape(_words(line))}</li>" for line in release.lines[:MOST_LINES]]
    more = len(release.lines) - len(shown)
    parts = [f"<p>{escape(release.comment)}</p>"] if release.comment else []
    parts += [f"<ul>{''.join(shown)}</ul>"] if shown else []
    parts += [f"<p>And {more} more.</p>"] if more > 0 else []
    return "".join(parts)


def _words(line: ChangeLine) -> str:
    words = f"{line.heading}: {line.title} ({line.code})"
    if line.was and line.now and line.was != line.now:
        words += f", was {line.was}, now {line.now}"
    elif line.now or line.was:
        words += f", {line.now or line.was}"
    changed = (f"{each.word}: {each.before or '–'} → {each.after or '–'}" for each in line.fields)
    return "; ".join((words, *changed))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _plain(text)


def _plain(text: str) -> str:
    """What XML can carry: no control characters."""
    return "".join(each for each in text if each.isprintable() or each in "\n\t")


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
