"""How reviews read on screen and in files."""

from collections.abc import Mapping
from datetime import timedelta

from abstracts.vocabulary import DECISION_WORDS, AssignmentState, Decision

NOT_RECOMMENDED = "rejected"
RECOMMENDATIONS: Mapping[str, str] = {
    **{each.value: DECISION_WORDS[each] for each in Decision},
    NOT_RECOMMENDED: "Not",
}
# What an offline form calls them, beside the words above.
SPOKEN: Mapping[str, str] = {
    "talk": Decision.ORAL.value,
    "lightning": Decision.LIGHTNING.value,
    "no": NOT_RECOMMENDED,
    "reject": NOT_RECOMMENDED,
    "not accepted": NOT_RECOMMENDED,
}
STATE_WORDS = {
    AssignmentState.OPEN: ("Open", ""),
    AssignmentState.SENT: ("Sent", "good"),
    AssignmentState.RECUSED: ("Stood back", ""),
}
DRAFT = ("Draft", "warn")


def recommendation_of(text: str) -> str | None:
    """The key that a word of a form means; "" for none, None for what means nothing."""
    said = " ".join(text.casefold().split())
    by_word = {word.casefold(): key for key, word in RECOMMENDATIONS.items()}
    known = {"": "", **{key: key for key in RECOMMENDATIONS}, **by_word, **SPOKEN}
    return known.get(said)


def time_words(time: timedelta) -> str:
    """About how long, in steps of ten minutes: "1 h 30", "50 min"."""
    minutes = max(10, round(time.total_seconds() / 600) * 10)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest}" if rest else f"{hours} h"
