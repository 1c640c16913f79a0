"""A document as the answer to a request."""

from __future__ import annotations

import asyncio

from litestar import Response

from conference.registration.documents.account import DocumentInfo
from conference.registration.documents.errors import UnknownDocument
from conference.registration.documents.pdf import document_pdf
from conference.registration.draft import AnyRequest
from conference.web.conditional import conditional

ENDING = ".pdf"


def number_in(file_name: str) -> str:
    """The number in "ICIS-INV-2027-00042.pdf". Raises UnknownDocument for any other ending."""
    if not file_name.endswith(ENDING):
        raise UnknownDocument
    return file_name.removesuffix(ENDING)


async def pdf_answer(request: AnyRequest, document: DocumentInfo | None) -> Response[bytes | None]:
    """The PDF, or 304 to who has it already. Raises UnknownDocument for None."""
    if document is None:
        raise UnknownDocument
    body = await asyncio.to_thread(document_pdf, document.content)
    headers = {"content-disposition": f'inline; filename="{document.number}{ENDING}"'}
    return conditional(request, body, "application/pdf", headers=headers)
