"""What can go wrong with an import of abstracts or reviews."""

from conference.web.problems import Invalid, NotFound, Stale


class UnreadableFile(Invalid):
    """The file holds no such rows; the sentence says why."""


class UnknownImport(NotFound):
    title = "There is no such import"


class AlreadyImported(Stale):
    title = "This import was applied already"


class PreviewChanged(Stale):
    """Something was saved since, so that the file would now do something else."""

    title = "Something has changed since this preview"


class NotToUndo(Stale):
    title = "This import cannot be undone"
