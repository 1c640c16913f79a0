"""What setting prices up gives to registration's pages."""

from __future__ import annotations

from conference.registration.setup import (
    category_pages,
    code_pages,
    copy_pages,
    extra_pages,
    income_pages,
    index_pages,
    partner_pages,
    policy_pages,
    refund_pages,
    tester_pages,
)

handlers = [
    *index_pages.handlers,
    *category_pages.handlers,
    *extra_pages.handlers,
    *code_pages.handlers,
    *income_pages.handlers,
    *partner_pages.handlers,
    *policy_pages.handlers,
    *refund_pages.handlers,
    *copy_pages.handlers,
    *tester_pages.handlers,
]
