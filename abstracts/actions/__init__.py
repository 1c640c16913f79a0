"""The only writers of abstracts: what authors and the committee do."""

from abstracts.actions.calling import NewCall, NewTopic, open_call, set_topics
from abstracts.actions.deciding import (
    DecisionOutcome,
    accept_abstract,
    link_presenting_author,
    reject_abstract,
)
from abstracts.actions.submitting import submit_abstract
from abstracts.actions.writing import Beside, Desk, save_draft, start_draft

__all__ = [
    "Beside",
    "DecisionOutcome",
    "Desk",
    "NewCall",
    "NewTopic",
    "accept_abstract",
    "link_presenting_author",
    "open_call",
    "reject_abstract",
    "save_draft",
    "set_topics",
    "start_draft",
    "submit_abstract",
]
