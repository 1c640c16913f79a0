"""What stands on a PDF."""

from __future__ import annotations

import io

from pypdf import PdfReader

from conference.registration.documents.content import DocumentContent
from conference.registration.documents.pdf import document_pdf


def reader(body: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(body))


def text_of(body: bytes) -> str:
    """Every word of every page, spaces squeezed."""
    pages = (page.extract_text() for page in reader(body).pages)
    return " ".join(" ".join(pages).split())


def printed(content: DocumentContent) -> str:
    return text_of(document_pdf(content))
