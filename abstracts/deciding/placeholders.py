"""The words in braces that a society may use in its decision letters."""

from __future__ import annotations

from conference.letters.placeholders import Group, placeholders_named, placeholders_of

PLACEHOLDERS = {
    **placeholders_named("name"),
    **placeholders_of(Group.ABSTRACT, Group.DECISION),
    **placeholders_named("meeting", "dates", "city", "society"),
}
