"""The only writers of abstracts: what authors and the committee do."""

from abstracts.actions.calling import NewCall, NewTopic, open_call, set_topics
from abstracts.actions.deciding import (
    DecisionOutcome,
    accept_abstract,
    link_presenting_author,
    reject_abstract,
)
from abstracts.actions.writing import (
    Desk,
    save_draft,
    start_draft,
    submit_abstract,
    withdraw_abstract,
)

__all__ = [
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
    "withdraw_abstract",
]
