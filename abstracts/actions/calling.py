"""Opening a call and naming its topics; they live with the calls and are found here too."""

from abstracts.calls.actions import NewCall, open_call
from abstracts.calls.topic_actions import NewTopic, set_topics

__all__ = ["NewCall", "NewTopic", "open_call", "set_topics"]
