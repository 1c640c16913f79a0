"""A server on this machine that speaks Stripe's protocol, as far as Plenary uses it.

Idempotency as documented: the answer to the first request under a key is kept, also when it is an
error of the server; other parameters under the key are refused; a key at work answers 409.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import stripe
import uvicorn

from conference.orm import clock

KEY, WEBHOOK_SECRET = "sk_test_plenary", "whsec_plenary"
LONG = 5  # seconds: nobody waits for such an answer
LEAST = 50  # of a charge, in Stripe's units
Answer = tuple[int, dict[str, Any]]


def error(status: int, kind: str, message: str, code: str = "") -> Answer:
    return status, {"error": {"type": kind, "message": message, "code": code}}


def now() -> int:
    return int(clock.now().timestamp())


@dataclass
class Books:
    """What this Stripe knows, and how it shall misbehave."""

    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    refunds: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, tuple[str, Answer]] = field(default_factory=dict)
    working: set[str] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)
    failing: int = 0  # so many of the next writing requests
    lost_answers: int = 0  # so many of the next answers, when the work is done
    is_down: bool = False
    mute_writes: bool = False  # what is asked is done, and nobody hears of it
    slow: float = 0.0  # seconds that a request is worked on
    bugs: list[str] = field(default_factory=list)


class StripeServer:
    """Runs in a thread of its own; tests press its cardholders' and merchants' buttons."""

    def __init__(self) -> None:
        self.books = Books()
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self._socket.listen(128)
        self.base = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            self._app, interface="asgi3", log_level="critical", lifespan="off", ws="none"
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)

    def reset(self) -> None:
        self.books = Books()

    # What happens at Stripe beside our requests.

    def pay(self, session: str, *, certain: bool = True) -> dict[str, Any]:
        """The cardholder pays on the card page; returns Stripe's message about it."""
        held = self.books.sessions[session]
        assert held["status"] == "open", "a card page is paid once"
        held["status"] = "complete"
        held["payment_status"] = "paid" if certain else "unpaid"
        held["payment_intent"] = f"pi_{session[3:]}"
        held["charged_at"] = now()
        return self.event("checkout.session.completed", _shown(held))

    def expire(self, session: str) -> dict[str, Any]:
        held = self.books.sessions[session]
        held["status"] = "expired"
        return self.event("checkout.session.expired", _shown(held))

    def settle(self, session: str, *, well: bool) -> dict[str, Any]:
        """The bank's word on a payment that was not certain yet."""
        held = self.books.sessions[session]
        held["payment_status"] = "paid" if well else "unpaid"
        word = "succeeded" if well else "failed"
        return self.event(f"checkout.session.async_payment_{word}", _shown(held))

    def refund_in_dashboard(self, session: str, amount: int) -> list[dict[str, Any]]:
        """Somebody gives money back in Stripe's own pages; returns the messages about it."""
        made = self._refund(self.books.sessions[session]["payment_intent"], amount, {})
        return [
            self.event("refund.created", made),
            self.event("charge.refunded", self._charge(made["payment_intent"])),
        ]

    def fail_refund(self, refund: str) -> dict[str, Any]:
        """The card is closed: the money comes back weeks later."""
        self.books.refunds[refund]["status"] = "failed"
        return self.event("refund.failed", self.books.refunds[refund])

    def dispute(self, session: str, status: str = "needs_response") -> dict[str, Any]:
        word = "closed" if status in ("won", "lost") else "created"
        intent = self.books.sessions[session]["payment_intent"]
        about = {"id": f"dp_{intent[3:]}", "object": "dispute", "payment_intent": intent}
        facts = {**about, "status": status, "reason": "product_not_received"}
        return self.event(f"charge.dispute.{word}", facts)

    def event(self, kind: str, about: dict[str, Any]) -> dict[str, Any]:
        self.books.calls["events"] += 1
        return {
            "id": f"evt_{self.books.calls['events']}",
            "object": "event",
            "type": kind,
            "created": now(),
            "data": {"object": json.loads(json.dumps(about))},
        }

    @staticmethod
    def signed(event: dict[str, Any], secret: str = WEBHOOK_SECRET) -> tuple[bytes, str]:
        payload = json.dumps(event)
        header = stripe.WebhookSignature.generate_signature_header(payload, secret)
        return payload.encode(), header

    # What it answers to our requests.

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while (part := await receive())["type"] == "http.request":
            body += part.get("body", b"")
            if not part.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        given = body.decode() if scope["method"] == "POST" else scope["query_string"].decode()
        try:
            status, answer = await self._answer(scope["method"], scope["path"], given, headers)
        except Exception as bug:  # a fault of this server must not look like one of Stripe's
            self.books.bugs.append(f"{scope['path']} {given}: {bug!r}")
            raise
        is_mute = self.books.mute_writes and scope["method"] == "POST"
        if self.books.lost_answers or is_mute:
            self.books.lost_answers -= not is_mute
            await asyncio.sleep(LONG)
        start = {"type": "http.response.start", "status": status}
        kind = [(b"content-type", b"application/json"), (b"stripe-should-retry", b"false")]
        kind = kind[:1] if status == 409 else kind
        await send({**start, "headers": kind})
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    async def _answer(self, method: str, path: str, given: str, headers: dict[str, str]) -> Answer:
        if headers.get("authorization") != f"Bearer {KEY}":
            return error(401, "invalid_request_error", "Invalid API Key provided")
        if self.books.is_down:
            return error(503, "api_error", "Stripe is down")
        await asyncio.sleep(self.books.slow)
        key = headers.get("idempotency-key", "")
        if method != "POST":
            return self._do(method, path, given)
        return await self._once(key, path, given)

    async def _once(self, key: str, path: str, given: str) -> Answer:
        books = self.books
        if key in books.answers:
            asked, answer = books.answers[key]
            if asked == f"{path}?{given}":
                return answer
            return error(400, "idempotency_error", "Keys can only be used with the same parameters")
        if key in books.working:
            return error(409, "idempotency_error", "A request under this key is at work")
        books.working.add(key)
        try:
            return await self._write(key, path, given)
        finally:
            books.working.discard(key)

    async def _write(self, key: str, path: str, given: str) -> Answer:
        fails = self.books.failing > 0
        if fails:
            self.books.failing -= 1
            answer = error(500, "api_error", "Something went wrong at Stripe")
        else:
            await asyncio.sleep(0.01)  # two requests under one key meet here
            answer = self._do("POST", path, given)
        if answer[0] < 400 or fails:  # what does not pass validation is not kept
            self.books.answers[key] = (f"{path}?{given}", answer)
        return answer

    def _do(self, method: str, path: str, given: str) -> Answer:
        values = dict(parse_qsl(given))
        match method, path.removeprefix("/v1/").split("/"):
            case "POST", ["checkout", "sessions"]:
                return self._open(values)
            case "POST", ["checkout", "sessions", id, "expire"]:
                return self._close(id)
            case "GET", ["checkout", "sessions"]:
                wanted = values["payment_intent"]
                found = [s for s in self.books.sessions.values() if s["payment_intent"] == wanted]
                return 200, {"object": "list", "data": [_shown(each) for each in found]}
            case "GET", ["checkout", "sessions", id] if id in self.books.sessions:
                return 200, _shown(self.books.sessions[id])
            case "POST", ["refunds"]:
                return self._give_back(values)
            case "GET", ["refunds"]:
                wanted = values["payment_intent"]
                made = [r for r in self.books.refunds.values() if r["payment_intent"] == wanted]
                return 200, {"object": "list", "data": made}
        return error(404, "invalid_request_error", f"No such thing: {path}", "resource_missing")

    def _open(self, values: dict[str, str]) -> Answer:
        amount = int(values["line_items[0][price_data][unit_amount]"])
        life = int(values["expires_at"]) - now()
        if amount < LEAST:
            said = "The Checkout Session's total amount must convert to at least 50 cents."
            return error(400, "invalid_request_error", said, "amount_too_small")
        if not 30 * 60 <= life <= 24 * 3600:
            return error(400, "invalid_request_error", "expires_at: 30 minutes to 24 hours")
        self.books.calls["opened"] += 1
        id = f"cs_test_{self.books.calls['opened']:058d}"
        self.books.sessions[id] = {
            "id": id,
            "object": "checkout.session",
            "created": now(),
            "status": "open",
            "payment_status": "unpaid",
            "payment_intent": None,
            "amount_total": amount,
            "currency": values["line_items[0][price_data][currency]"],
            "metadata": _metadata(values, "metadata"),
            "client_reference_id": values["client_reference_id"],
            "customer_email": values.get("customer_email"),
            "success_url": values["success_url"],
            "cancel_url": values["cancel_url"],
            "expires_at": int(values["expires_at"]),
            "url": f"https://checkout.stripe.com/c/pay/{id}",
        }
        return 200, self.books.sessions[id]

    def _close(self, id: str) -> Answer:
        held = self.books.sessions.get(id)
        if held is None or held["status"] != "open":
            return error(400, "invalid_request_error", "Only open sessions can be expired")
        held["status"] = "expired"
        return 200, _shown(held)

    def _give_back(self, values: dict[str, str]) -> Answer:
        intent, amount = values["payment_intent"], int(values["amount"])
        charge = self._charge(intent)
        if amount > charge["amount"] - charge["amount_refunded"]:
            return error(400, "invalid_request_error", "Refund is greater than the charge")
        return 200, self._refund(intent, amount, _metadata(values, "metadata"))

    def _refund(self, intent: str, amount: int, metadata: dict[str, str]) -> dict[str, Any]:
        id = f"re_{len(self.books.refunds) + 1:024d}"
        facts = {"id": id, "object": "refund", "amount": amount, "currency": "eur"}
        made = {**facts, "created": now(), "payment_intent": intent, "metadata": metadata}
        self.books.refunds[id] = {**made, "status": "pending"}
        return self.books.refunds[id]

    def _charge(self, intent: str) -> dict[str, Any]:
        paid = next(s for s in self.books.sessions.values() if s["payment_intent"] == intent)
        back = [r for r in self.books.refunds.values() if r["payment_intent"] == intent]
        return {
            "id": f"ch_{intent[3:]}",
            "object": "charge",
            "created": paid["charged_at"],
            "payment_intent": intent,
            "amount": paid["amount_total"],
            "amount_refunded": sum(r["amount"] for r in back if r["status"] != "failed"),
        }


def _shown(session: dict[str, Any]) -> dict[str, Any]:
    """With the charge expanded, and without what only an open session has."""
    shown = dict(session)
    charged_at = shown.pop("charged_at", None)
    if charged_at is not None:
        charge = {"id": f"ch_{session['id'][3:]}", "created": charged_at}
        shown["payment_intent"] = {"id": session["payment_intent"], "latest_charge": charge}
    if shown["status"] != "open":
        shown["url"] = None
    return shown


def _metadata(values: dict[str, str], under: str) -> dict[str, str]:
    return {
        name[len(under) + 1 : -1]: value
        for name, value in values.items()
        if name.startswith(f"{under}[")
    }
