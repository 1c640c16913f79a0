"""What can go wrong with an import of registrations."""

from conference.web.problems import Invalid, NotFound, Stale


class UnreadableBookings(Invalid):
    """The file is no list of registrations; the sentence says why."""


class UnknownImport(NotFound):
    title = "There is no such import"


class AlreadyImported(Stale):
    title = "This import was applied already"


class NotToUndo(Stale):
    title = "This import cannot be undone"


class BookingsChanged(Stale):
    """Prices or people have changed since the preview was made."""

    title = "Something has changed since this preview"
