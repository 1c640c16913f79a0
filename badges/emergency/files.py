"""The three files of the emergency pack, and that they were made (G08, situation 23)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from badges.admission.queries import admitted
from badges.desk.queries import desk_rows
from badges.emergency.errors import NobodyYet
from badges.emergency.roll import roll_csv
from badges.emergency.temporary_sheet import temporary_pdf
from badges.faces.actions import ensure_badges
from badges.faces.queries import badge_keys
from badges.faces.rules import BadgeFace
from badges.printing.files import draw_badges, faces_for
from badges.printing.papers import Sheets, paper_of
from badges.stock.stock import Paper, Stock
from badges.temporary.actions import make_temporary_badges
from conference.meetings.rules import MeetingInfo
from conference.orm import Actor, action
from conference.registration import queries as registration
from conference.settings import Settings


class PackFile(StrEnum):
    """A file of the pack; the value is the verb under which the log keeps that it was made."""

    BADGES = "make_emergency_badges"
    ROLL = "make_emergency_roll"
    TEMPORARY = "make_temporary_badges"


@dataclass(frozen=True, slots=True)
class Maker:
    """For whom, by whom and when a pack is made, and the secret that its codes come from."""

    meeting: MeetingInfo
    settings: Settings
    by: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class Made:
    """A file and how many people or badges are in it."""

    body: bytes
    count: int


@dataclass(frozen=True, slots=True)
class Everyone:
    """The badges of everyone who may have one, A-Z, and the paper that they are drawn on."""

    faces: list[BadgeFace]
    on: Sheets


async def everyone(maker: Maker, stock: str) -> Everyone:
    """Raises NobodyYet, and UnknownStock."""
    meeting, secret = maker.meeting, maker.settings.secret
    on = await paper_of(meeting.id, stock)
    infos = await admitted(meeting.id)
    if not infos:
        raise NobodyYet
    faces = await faces_for(on.layout, meeting, infos, secret=secret, by=maker.by, now=maker.now)
    return Everyone(faces, on)


async def make_badges(maker: Maker, of: Everyone) -> Made:
    """The file of everyone's badges. Nothing is recorded as printed (G08)."""
    body = await draw_badges(of.faces, of.on, f"Badges of {maker.meeting.title}")
    await _note(maker, PackFile.BADGES, len(of.faces), of.on.stock)
    return Made(body, len(of.faces))


async def make_roll(maker: Maker) -> Made:
    """Every registration with its state, as CSV; those who may come in have their badge's code."""
    meeting, secret = maker.meeting, maker.settings.secret
    infos = await registration.registrations_of_meeting(meeting.id)
    may_come = [info.id for info in await admitted(meeting.id)]
    await ensure_badges(may_come, meeting=meeting, secret=secret, by=maker.by, now=maker.now)
    rows = await desk_rows(meeting, infos)
    keys = await badge_keys([info.id for info in infos])
    body = await asyncio.to_thread(roll_csv, rows, keys, secret)
    await _note(maker, PackFile.ROLL, len(infos))
    return Made(body, len(infos))


async def make_temporary(maker: Maker, stock: Stock, wanted: int) -> Made:
    """So many numbered badges that nobody has; making them again gives the same ones."""
    meeting, secret = maker.meeting, maker.settings.secret
    badges = await make_temporary_badges(meeting, wanted, secret=secret, by=maker.by, now=maker.now)
    paper = Paper(stock)
    body = await asyncio.to_thread(
        temporary_pdf, badges, title=meeting.title, secret=secret, paper=paper
    )
    return Made(body, len(badges))


async def _note(maker: Maker, file: PackFile, count: int, stock: str = "") -> None:
    async with action(file.value, by=maker.by, now=maker.now, meeting=maker.meeting.id) as act:
        act.note("emergency_pack", maker.meeting.slug, people=count, stock=stock)
