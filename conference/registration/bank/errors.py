"""What can go wrong with a bank statement and its entries."""

from conference.web.problems import Invalid, NotFound, Stale


class UnreadableStatement(Invalid):
    """The file is no bank statement; the sentence says what it is, or what it lacks."""


class UnknownStatement(NotFound):
    title = "There is no such statement"


class UnknownEntry(NotFound):
    title = "There is no such bank entry"


class EntryTaken(Stale):
    """Somebody matched or set the entry aside since the page was made."""

    title = "Somebody decided about this entry"


class CannotAssign(Invalid):
    """An order or an amount that a bank entry cannot be assigned to; `errors` names the field."""
