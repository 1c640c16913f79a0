"""How states and decisions read on screen: a word, and the colour of its badge."""

from abstracts.vocabulary import DECISION_WORDS, STATE_WORDS, AbstractState, Decision

_COLOURS = {
    AbstractState.DRAFT: "warn",
    AbstractState.SUBMITTED: "info",
    AbstractState.WAITLISTED: "info",
    AbstractState.ACCEPTED: "good",
    AbstractState.REJECTED: "",
    AbstractState.DECLINED: "",
    AbstractState.FORFEITED: "",
    AbstractState.WITHDRAWN: "",
}


def state_words(state: AbstractState, decision: Decision | None) -> tuple[str, str]:
    """The state in words, with the decision once accepted, and its badge's colour."""
    word = STATE_WORDS[state]
    if decision is not None:
        word = f"{word}: {DECISION_WORDS[decision].lower()}"
    return word, _COLOURS[state]
