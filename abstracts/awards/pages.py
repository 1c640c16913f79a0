"""Awards: cycles, applications, eligibility, offers, payment."""

from typing import Any

from abstracts.awards import (
    committee_pages,
    offer_pages,
    office_pages,
    one_pages,
    public_pages,
    setup_pages,
    support_pages,
)
from abstracts.awards.chores import (
    apply_rules,
    end_unanswered,
    end_without_abstract,
    remind_referees,
)
from abstracts.awards.section import AwardSection, show_on_page
from abstracts.writing.form_parts import add_form_part, add_show_part
from conference.meetings.roof import Link
from conference.people.access import Role

add_form_part(AwardSection())
add_show_part(show_on_page)

home_card = public_pages.home_card
my_card = public_pages.my_card
handlers: list[Any] = [
    *public_pages.handlers,
    *support_pages.handlers,
    *committee_pages.handlers,
    *setup_pages.handlers,
    *offer_pages.handlers,
    *one_pages.handlers,
    *office_pages.handlers,
]
CHORES = [apply_rules, remind_referees, end_unanswered, end_without_abstract]
COMMITTEE_LINKS = [
    Link("Awards", "/committee/awards", "Rules, applicants, offers, winners.", Role.PROGRAMME)
]
OFFICE_LINKS = [
    Link("Awards", "/committee/awards", "Rules, applicants, offers, winners.", Role.OFFICE),
    Link(
        "Awards to pay",
        "/office/awards",
        "Winners, what stands against paying them, the pots.",
        Role.TREASURER,
        "Money",
    ),
]
