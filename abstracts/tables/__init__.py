"""The tables of abstracts, by noun; those that other floors point to are found here too."""

from abstracts.tables.calls import (
    Call,
    CallExtension,
    CallReminder,
    LateLink,
    Topic,
    TopicChair,
)
from abstracts.tables.writing import (
    Abstract,
    AbstractFigure,
    AbstractVersion,
    Author,
    AuthorAffiliation,
)

__all__ = [
    "Abstract",
    "AbstractFigure",
    "AbstractVersion",
    "Author",
    "AuthorAffiliation",
    "Call",
    "CallExtension",
    "CallReminder",
    "LateLink",
    "Topic",
    "TopicChair",
]
