"""What can go wrong after ordering."""

from __future__ import annotations

from conference.web.problems import NotFound, Stale


class NoVisaLetter(Stale):
    """There is no letter of invitation (yet); the sentence says why (T08)."""

    title = "There is no letter of invitation"


class UnknownVisaLetter(NotFound):
    title = "We issued no such letter"
