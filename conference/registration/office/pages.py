"""The office's reports about money."""

from conference.registration.office import reconciliation_pages, revenue_pages

OFFICE_LINKS = [*reconciliation_pages.OFFICE_LINKS, *revenue_pages.OFFICE_LINKS]
handlers = [*reconciliation_pages.handlers, *revenue_pages.handlers]
