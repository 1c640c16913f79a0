"""What lead retrieval cannot do, said to a person."""

from __future__ import annotations

from conference.web.problems import Invalid, NotFound


class NoSuchExhibitor(NotFound):
    """Another exhibitor's page is as unknown as none at all."""

    def __init__(self) -> None:
        super().__init__("There is no such exhibitor, or you do not scan for it.")


class NoSuchLead(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such scan, or it was withdrawn.")


class NobodyWithAddress(Invalid):
    def __init__(self, address: str) -> None:
        said = f"Nobody here has the address {address}. Ask them to sign in once, then add them."
        super().__init__(said, errors={"email": said})
