"""What authors, co-authors and the committee send about a change."""

from typing import Annotated

import msgspec

from abstracts.changes.presenters import Choice
from abstracts.changes.rules import Ground
from abstracts.vocabulary import Answer
from conference.people.forms import checked_address
from conference.web import FormErrors

Word = Annotated[str, msgspec.Meta(max_length=2000)]
ELSE = "else"


class WithdrawForm(msgspec.Struct):
    """Why an abstract is withdrawn."""

    reason: Word = ""


class AgreeForm(msgspec.Struct):
    """What a co-author answers; a ground only with an objection."""

    answer: Annotated[str, msgspec.Meta(pattern="^(agree|object)$")]
    ground: Ground | None = None
    said: Word = ""

    def __post_init__(self) -> None:
        if self.answer == "object" and self.ground is None:
            raise FormErrors({}, {"ground": "Say what is wrong."})
        if self.ground is Ground.OTHER and not self.said:
            raise FormErrors({}, {"said": "Say in a few words what is wrong."})


class PresenterForm(msgspec.Struct):
    """Who is to present: a place among the authors, or "else" with an address."""

    presenter: Annotated[str, msgspec.Meta(max_length=10)]
    email: Annotated[str, msgspec.Meta(max_length=254)] = ""
    reason: Word = ""
    is_sure: bool = False

    def __post_init__(self) -> None:
        if self.presenter != ELSE and not (self.presenter.isascii() and self.presenter.isdigit()):
            raise FormErrors({}, {"presenter": "Choose one from the list."})
        if self.presenter == ELSE and self.email:
            self.email = checked_address(self.email, "email")

    def choice(self) -> Choice:
        """As the action takes it."""
        author = None if self.presenter == ELSE else int(self.presenter)
        return Choice(author, self.email, self.reason, self.is_sure)


class AnswerForm(msgspec.Struct):
    """What the presenting author answers (V08); `is_sure` is the second step of declining."""

    answer: Answer
    reason: Word = ""
    is_sure: bool = False

    def __post_init__(self) -> None:
        if self.answer is Answer.TAKEN:
            raise FormErrors({}, {"answer": "Choose one from the list."})


class JudgeForm(msgspec.Struct):
    """Granted or refused; a refusal says why."""

    do: Annotated[str, msgspec.Meta(pattern="^(grant|refuse)$")]
    answer: Word = ""

    def __post_init__(self) -> None:
        if self.do == "refuse" and not self.answer:
            raise FormErrors({}, {"answer": "Say why: the authors read it."})


class SettleForm(msgspec.Struct):
    """How the committee deals with an objection."""

    answer: Word = ""

    def __post_init__(self) -> None:
        if not self.answer:
            raise FormErrors({}, {"answer": "Say how it is settled: the co-author reads it."})
