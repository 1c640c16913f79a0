"""What can go wrong with the member roll."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound, Stale


class UnknownImport(NotFound):
    title = "There is no such import"


class UnknownMembership(NotFound):
    title = "There is no such membership"


class UnreadableRoll(Invalid):
    """The file is not a member list at all; nothing was kept of it."""

    title = "We cannot read this file"


class AlreadyApplied(Stale):
    title = "This import was applied before"


class RollHasChanged(Stale):
    title = "The roll has changed since this preview"


class MembershipRefused(Invalid):
    """A membership written by hand that contradicts the roll; `errors` names the field."""


class CannotUndo(Stale):
    """Nothing was changed: the import was not applied, or taken back, or no line can be."""

    title = "This import cannot be taken back"
