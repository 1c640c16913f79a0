"""Reading calls and abstracts: a fixed number of statements, whatever the number of rows."""

from abstracts.queries.calls import (
    CallInfo,
    TopicInfo,
    call_by_id,
    call_for,
    calls,
    calls_for,
    topics,
)
from abstracts.queries.lists import (
    AbstractRow,
    PlaceableAbstract,
    abstracts_of_person,
    accepted,
    count_by_state,
    unplaced_accepted,
)
from abstracts.queries.one import (
    AbstractDetail,
    AbstractVersionInfo,
    abstract_for_author,
    abstract_of_key,
    abstract_of_meeting,
    digest_of,
    versions,
)

__all__ = [
    "AbstractDetail",
    "AbstractRow",
    "AbstractVersionInfo",
    "CallInfo",
    "PlaceableAbstract",
    "TopicInfo",
    "abstract_for_author",
    "abstract_of_key",
    "abstract_of_meeting",
    "abstracts_of_person",
    "accepted",
    "call_by_id",
    "call_for",
    "calls",
    "calls_for",
    "count_by_state",
    "digest_of",
    "topics",
    "unplaced_accepted",
    "versions",
]
