"""What changes give to the app: their handlers and their doors in the office."""

from __future__ import annotations

from litestar.handlers import BaseRouteHandler

from conference.registration.changes import (
    adjust_pages,
    bulk_pages,
    cancel_pages,
    step_pages,
    transfer_pages,
    visa_pages,
)

OFFICE_LINKS = bulk_pages.OFFICE_LINKS
handlers: list[BaseRouteHandler] = [
    *step_pages.handlers,
    *cancel_pages.handlers,
    *transfer_pages.handlers,
    *adjust_pages.handlers,
    *visa_pages.handlers,
    *bulk_pages.handlers,
]
