"""What is said when a programme file cannot be read at all."""


class UnreadableProgramme(ValueError):
    """The file is not a programme; the message is a sentence for the person who gave it."""
