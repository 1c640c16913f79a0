"""The letter to a presenter whose poster hangs somewhere else."""

from __future__ import annotations

from conference.web.formats import clock, instant
from schedule.numbering.boards import Poster, Window


def board_letter(
    poster: Poster, board: str, window: Window | None, zone: str, reason: str
) -> tuple[str, str]:
    """Subject and text: was, is, when to stand there, and that the programme code stays."""
    code = f"Programme code: {poster.code} (stays the same)\n" if poster.code else ""
    was = f"Board until now: {poster.board}\n" if poster.board else ""
    why = f"Why: {reason}\n" if reason else ""
    body = (
        f"Dear {poster.presenter_name},\n\nyour poster “{poster.title}” has a new board.\n\n"
        f"Board now: {board}\n{was}{code}{why}\n"
        f"Session: {poster.session_title}\n"
        f"{_when(window, zone)}"
    )
    return f"Your poster has a new board: {board}", body


def _when(window: Window | None, zone: str) -> str:
    """Another board may mean another hour (B02)."""
    if window is None:
        return "The session has no time yet."
    end = clock(window.ends_at, zone)
    return f"Please stand at it: {instant(window.starts_at, zone)} until {end}"
