"""Who reviews: rounds, reviewers, interests, conflicts, assignment, progress."""

from abstracts.reviewers import (
    assignment_pages,
    invitation_pages,
    reviewer_pages,
    round_pages,
    sending_pages,
)
from abstracts.reviewers.reminding import remind_before_closing
from conference.meetings.roof import Link
from conference.people.access import Role

COMMITTEE_LINKS = [
    Link(
        "Rounds of reviews",
        "/committee/rounds",
        "Which abstracts are read, until when, blind or not, scored how.",
        Role.PROGRAMME,
    ),
    Link(
        "Reviewers",
        "/committee/reviewers",
        "Invite them, see what they know and whom they may not judge.",
        Role.PROGRAMME,
    ),
    Link(
        "Assignments",
        "/committee/assignments",
        "Who reads what, how far they are, reminders.",
        Role.PROGRAMME,
    ),
]
CHORES = [remind_before_closing]
handlers = [
    *round_pages.handlers,
    *reviewer_pages.handlers,
    *invitation_pages.handlers,
    *assignment_pages.handlers,
    *sending_pages.handlers,
]
