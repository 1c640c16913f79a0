"""Reading calls and abstracts: a fixed number of statements, whatever the number of rows."""

from abstracts.queries.calls import CallInfo, TopicInfo, call_by_id, calls, topics
from abstracts.queries.lists import (
    AbstractFilter,
    AbstractRow,
    PlaceableAbstract,
    abstracts_of_person,
    accepted,
    count_by_state,
    list_abstracts,
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
    "AbstractFilter",
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
    "calls",
    "count_by_state",
    "digest_of",
    "list_abstracts",
    "topics",
    "unplaced_accepted",
    "versions",
]
