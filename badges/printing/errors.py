"""What is not printed, and why."""

from __future__ import annotations

from conference.web.problems import Forbidden, Invalid, NotFound, Stale


class BadgeBlocked(Invalid):
    """A badge is not printed for someone who may not come in (T06, G07)."""

    code = "badge-blocked"


class FeeDue(BadgeBlocked):
    """The replacement of a lost badge is charged and waits for the money (G03)."""

    code = "fee-due"

    def __init__(self, sentence: str, order_code: str) -> None:
        super().__init__(f"{sentence} It is on order {order_code}: take the payment, then print.")
        self.order_code = order_code


class FeeNotAgreed(Invalid):
    """Nobody has read yet what this replacement costs (G03)."""

    code = "fee-not-agreed"

    def __init__(self, sentence: str) -> None:
        said = f"{sentence} Nothing is charged yet: the button below says what it will charge."
        super().__init__(said, errors={"reason": said})


class ReasonNeeded(Invalid):
    """A second print says why (G03)."""

    code = "reason-needed"

    def __init__(self, where: str = "") -> None:
        sentence = "This badge was printed before. Say why it is printed again."
        if where:
            sentence = f"This badge is on its way to “{where}”. Say why it is printed again."
        super().__init__(sentence, errors={"reason": sentence})


class SupervisorNeeded(Invalid):
    """Who lost a badge twice gets the next one from a supervisor (G03)."""

    code = "supervisor-needed"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, errors={"reason": sentence})


class NoSuchStation(NotFound):
    def __init__(self) -> None:
        super().__init__("This print station is not known. Choose another on the desk's page.")


class NoSuchBatch(NotFound):
    def __init__(self) -> None:
        super().__init__("This batch is not known. Choose badges and make a new one.")


class NoSuchJob(NotFound):
    def __init__(self) -> None:
        super().__init__("This print job is not known.")


class JobMoved(Stale):
    """The job is not where it was when the page was shown."""

    def __init__(self, words: str) -> None:
        super().__init__(f"This badge is in another state meanwhile: {words}. Look again.")


class WrongKey(Forbidden):
    """A print agent came without its station's key, or with one that was replaced."""

    code = "wrong-station-key"

    def __init__(self) -> None:
        super().__init__("No print station has this key. Make a new key on the station's page.")


class LeaseLost(Stale):
    """The job was given to somebody else, because its holder was silent for too long."""

    code = "lease-lost"

    def __init__(self) -> None:
        super().__init__("This job is no longer yours: it was printed, moved or cancelled.")
