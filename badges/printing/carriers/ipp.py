"""A network printer by its IPP address: the file is sent, then asked after until it is printed."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import httpx

from badges.printing.carriers.document import SECONDS, Document, PrinterTrouble
from badges.printing.carriers.ipp_message import (
    Answer,
    Operation,
    Tag,
    attribute,
    media_size,
    read_answer,
    request,
)

SCHEMES = {"ipp": "http", "ipps": "https"}
PORT = 631
ASK_EVERY_SECONDS = 0.25
UNSUPPORTED = 0x040B  # client-error-attributes-or-values-not-supported
CANCELED, ABORTED, COMPLETED = 7, 8, 9  # RFC 8011, 5.3.7


def is_address(text: str) -> bool:
    """Whether this is the address of a printer: ipp://host[:port]/path."""
    try:
        parts = urlsplit(text)
        return parts.scheme in SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


async def carry(address: str, document: Document) -> None:
    """Prints the file at its own size. Raises PrinterTrouble with what the printer said.

    A badge that stays unprinted is taken back from the printer, since it will be sent again.
    """
    if not is_address(address):
        raise PrinterTrouble(f"“{address}” is not the address of a printer.")
    async with httpx.AsyncClient(timeout=SECONDS) as client:
        printer = _Printer(client, address)
        job = await printer.print_job(document)
        if job is not None:
            await _wait(printer, job)


async def _wait(printer: _Printer, job: int) -> None:
    said = ""
    try:
        async with asyncio.timeout(SECONDS):
            while (state := await printer.state(job))[0] not in (None, COMPLETED):
                number, said = state
                if number in (CANCELED, ABORTED):
                    raise PrinterTrouble(f"The printer gave the badge up: {said or 'no reason'}.")
                await asyncio.sleep(ASK_EVERY_SECONDS)
    except TimeoutError as error:
        await printer.cancel(job)
        raise PrinterTrouble(f"The printer does not print: {said or 'no reason given'}.") from error


class _Printer:
    """One printer for one badge."""

    def __init__(self, client: httpx.AsyncClient, address: str) -> None:
        parts = urlsplit(address)
        self._client = client
        self._address = address
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        self._url = f"{SCHEMES[parts.scheme]}://{host}:{parts.port or PORT}{parts.path or '/'}"

    async def print_job(self, document: Document) -> int | None:
        """The printer's number of the job. A printer that does not know the size takes the file
        as it is, on the paper that lies in it."""
        unscaled = attribute(Tag.KEYWORD, "print-scaling", "none")
        if document.sides:
            unscaled += attribute(Tag.KEYWORD, "sides", document.sides)
        sized = unscaled + media_size(document.width, document.height)
        answer = None
        for wishes in (sized, unscaled, b""):
            answer = await self._ask(self._print_message(document, wishes) + document.body)
            if answer.status != UNSUPPORTED:
                break
        assert answer is not None
        if not answer.is_yes:
            said = answer.text("status-message") or f"status 0x{answer.status:04x}"
            raise PrinterTrouble(f"The printer refused the badge: {said.rstrip('.')}.")
        return answer.number("job-id")

    def _print_message(self, document: Document, wishes: bytes) -> bytes:
        return request(
            Operation.PRINT_JOB,
            self._address,
            attribute(Tag.NAME, "requesting-user-name", "plenary"),
            attribute(Tag.NAME, "job-name", document.title[:200]),
            attribute(Tag.MIME_TYPE, "document-format", document.media_type),
            job=wishes,
        )

    async def state(self, job: int) -> tuple[int | None, str]:
        """The job's state and the printer's words; None from a printer that tells none."""
        answer = await self._ask(self._about(Operation.GET_JOB_ATTRIBUTES, job))
        said = answer.text("job-state-message") or answer.text("job-state-reasons")
        return (answer.number("job-state") if answer.is_yes else None), said

    async def cancel(self, job: int) -> None:
        await self._ask(self._about(Operation.CANCEL_JOB, job))

    def _about(self, operation: Operation, job: int) -> bytes:
        who = attribute(Tag.NAME, "requesting-user-name", "plenary")
        return request(operation, self._address, attribute(Tag.INTEGER, "job-id", job), who)

    async def _ask(self, message: bytes) -> Answer:
        headers = {"content-type": "application/ipp"}
        try:
            answer = await self._client.post(self._url, content=message, headers=headers)
            answer.raise_for_status()
            return read_answer(answer.content)
        except httpx.HTTPStatusError as error:
            raise PrinterTrouble(f"The printer answers {error.response.status_code}.") from error
        except httpx.HTTPError as error:
            raise PrinterTrouble("The printer cannot be reached at its address.") from error
        except ValueError as error:
            raise PrinterTrouble(str(error)) from error
