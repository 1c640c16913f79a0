"""What can go wrong when a document is issued or corrected."""

from conference.web.problems import Invalid, NotFound, Problem


class UnknownDocument(NotFound):
    title = "There is no such document"


class NothingToDocument(Problem):
    """Everything that is charged stands on an invoice already, or nothing is charged."""

    status = 409
    title = "There is nothing to put on a document"
    code = "nothing-to-document"

    def __init__(self) -> None:
        super().__init__("All that is charged stands on an invoice already. Nothing was issued.")


class NoIssuer(Problem):
    """Nobody said yet who issues the documents of the meeting."""

    status = 409
    title = "Documents are not set up yet"
    code = "no-issuer"

    def __init__(self) -> None:
        super().__init__(
            "Under Office → Invoicing, write who issues the documents; then try again."
        )


class CannotCorrect(Problem):
    """Only an invoice can be corrected, and only while something on it is still charged."""

    status = 409
    title = "This document cannot be corrected"
    code = "cannot-correct"


class NothingCorrected(Invalid):
    """The new invoice would say what the old one says: no credit note is wasted on that."""

    def __init__(self) -> None:
        sentence = "This is what the invoice says already. Change something, or leave it as it is."
        super().__init__(sentence, errors={"bill_name": sentence})


class InvoicingRefused(Invalid):
    """Set-up that cannot be saved; `errors` names the fields."""
