"""What the committee sends about reviewers, and reviewers about themselves."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import FormMultiDict

from abstracts.queries import TopicInfo
from abstracts.reviewers.conflict_queries import lines_of
from abstracts.reviewers.conflicts import address_in
from abstracts.reviewers.institutions import institution_keys
from abstracts.reviewers.inviting import Invitee
from abstracts.reviewers.names import name_keys
from abstracts.reviewers.profile_actions import NewProfile
from abstracts.reviewers.reviewer_queries import Profile
from conference.people.forms import checked_address
from conference.people.rules import clean
from conference.web import FormErrors

MOST_INVITED = 300
LONGEST_LINE = 250
LEVELS = [("0", "No"), ("1", "Can read it"), ("2", "Expert")]
_FAMILY_FIRST = re.compile(r"""\s*["']?([^"'<>,;\t]+),\s*([^"'<>,;\t]+?)["']?\s*<""")
_SPLIT = re.compile(r"[,;\t]")
Reason = Annotated[str, msgspec.Meta(max_length=500)]


class InviteForm(msgspec.Struct):
    people: Annotated[str, msgspec.Meta(max_length=50_000)]
    message: Annotated[str, msgspec.Meta(max_length=5_000)] = ""

    def invitees(self) -> list[Invitee]:
        """One person a line: name and address, or columns. Raises FormErrors naming the line."""
        found: dict[str, Invitee] = {}
        for number, line in _people_of(self.people):
            each = read_invitee(line)
            if each is None:
                raise _refusal(f"Line {number}: write a name and an e-mail address.")
            checked_address(each.email, "people")
            if each.given_name or each.email not in found:  # a bare address tells nothing new
                found[each.email] = each
        if len(found) > MOST_INVITED:
            raise _refusal(f"At most {MOST_INVITED} at a time, please.")
        if not found:
            raise _refusal("Write at least one name with an address.")
        return list(found.values())


class AnswerForm(msgspec.Struct):
    answer: str
    words: Annotated[str, msgspec.Meta(max_length=1_000)] = ""

    def __post_init__(self) -> None:
        if self.answer not in {"accept", "decline"}:
            raise FormErrors({}, {"answer": "Choose yes or no."})


class ReasonForm(msgspec.Struct):
    reason: Reason


class ConflictForm(msgspec.Struct):
    code: Annotated[str, msgspec.Meta(max_length=12)]
    reason: Reason


class CodeForm(msgspec.Struct):
    code: Annotated[str, msgspec.Meta(max_length=12)]


class ProfileForm(msgspec.Struct):
    institutions: Annotated[str, msgspec.Meta(max_length=5_000)] = ""
    people: Annotated[str, msgspec.Meta(max_length=20_000)] = ""
    barred: Annotated[str, msgspec.Meta(max_length=5_000)] = ""
    cap: Annotated[int, msgspec.Meta(ge=0, le=1_000)] | None = None

    def as_profile(self, levels: Mapping[UUID, int]) -> NewProfile:
        """As it is kept. Raises FormErrors for a line that names nobody, or no institution."""
        errors = {}
        people = lines_of(self.people)
        for line in people:
            if not address_in(line) and not name_keys(line):
                errors["people"] = f"“{line}”: write a first name or initial too, or an address."
        for field in ("institutions", "barred"):
            for line in lines_of(getattr(self, field)):
                if not institution_keys(line):
                    errors[field] = f"“{line}”: write the institution, not only a department."
        for field in ("institutions", "people", "barred"):
            if any(len(line) > LONGEST_LINE for line in lines_of(getattr(self, field))):
                errors[field] = f"A line is too long; at most {LONGEST_LINE} characters."
        if errors:
            raise FormErrors({}, errors)
        return NewProfile(
            levels,
            tuple(lines_of(self.institutions)),
            tuple(people),
            tuple(lines_of(self.barred)),
            self.cap,
        )


def read_invitee(line: str) -> Invitee | None:
    """`Jane Roe <jane@x.org>`, `Jane Roe, jane@x.org`, `Jane,Roe,jane@x.org,Clyde Institute`.

    Before an address in angle brackets a comma turns the name round: `Roe, Jane <jane@x.org>`.
    """
    email = address_in(line)
    if not email:
        return None
    if turned := _FAMILY_FIRST.match(line):
        return Invitee(email, clean(turned[2]), clean(turned[1]))
    before, _, after = line.lower().partition(email)
    names = [part for each in _SPLIT.split(line[: len(before)]) if (part := _bare(each))]
    behind = [
        part for each in _SPLIT.split(line[len(line) - len(after) :]) if (part := _bare(each))
    ]
    given, family = (names[0], names[1]) if len(names) > 1 else _parts(" ".join(names))
    return Invitee(email, given, family or email.split("@")[0], behind[0] if behind else "")


def read_levels(form: FormMultiDict, topics: list[TopicInfo]) -> dict[UUID, int]:
    """The level chosen for each topic; whatever is not 1 or 2 is none."""
    sent = {topic.id: form.get(f"topic-{topic.id}") for topic in topics}
    return {topic: int(str(level)) for topic, level in sent.items() if level in ("1", "2")}


def values_of(profile: Profile) -> dict[str, object]:
    """What the profile's form shows first."""
    return {
        "institutions": profile.institutions,
        "people": profile.people,
        "barred": profile.barred_institutions,
        "cap": profile.load_cap,
    }


def _people_of(text: str) -> Iterator[tuple[int, str]]:
    """Each person with the number of their line; a mail program's list has many on one."""
    for number, line in enumerate(text.splitlines(), start=1):
        is_list = line.count("@") > 1
        for part in re.split(r"(?<=>)\s*[,;]|;" if is_list else r"\n", line):
            if clean(part) and not _is_heading(part):
                yield number, part


def _is_heading(line: str) -> bool:
    return "@" not in line and re.search(r"e-?mail|address", line, re.IGNORECASE) is not None


def _bare(part: str) -> str:
    return clean(part.strip().strip("<>\"'")).strip("<>\"'")


def _parts(name: str) -> tuple[str, str]:
    given, _, family = name.rpartition(" ")
    return given, family


def _refusal(sentence: str) -> FormErrors:
    return FormErrors({}, {"people": sentence})
