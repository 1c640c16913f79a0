"""What can go wrong in a way that a person can understand and mend.

Each is rendered as a page for a browser and as problem+json (RFC 9457) for a program.
"""

from __future__ import annotations


class Problem(Exception):
    """`status` is the HTTP status; `title` names the problem; `detail` says what to do."""

    status = 500
    title = "Something went wrong"
    code = "error"

    def __init__(self, detail: str = "", *, title: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        if title:
            self.title = title


class NotFound(Problem):
    status = 404
    title = "There is nothing here"
    code = "not-found"


class Forbidden(Problem):
    status = 403
    title = "This is not open to you"
    code = "forbidden"


class Stale(Problem):
    """Someone else changed the thing since it was shown."""

    status = 409
    title = "Someone changed this while you worked"
    code = "stale"


class Invalid(Problem):
    """`errors` maps a field to its sentence."""

    status = 422
    title = "There is a problem"
    code = "invalid"

    def __init__(self, detail: str = "", *, errors: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.errors = errors or {}


class TooMany(Problem):
    status = 429
    title = "Too many tries"
    code = "too-many"


class TokenNeeded(Problem):
    """A program came without an access token, or with one that is unknown, expired or revoked."""

    status = 401
    title = "A valid access token is needed"
    code = "token"

    def __init__(self) -> None:
        super().__init__("Send “Authorization: Bearer …” with a token made at /my/access-tokens.")


class SignInFirst(Problem):
    """A browser is sent to the sign-in page and back."""

    status = 401
    title = "Please sign in"
    code = "sign-in"
