"""The settings of one process: read once from the environment, then never changed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

DEFAULT_DATABASE = "sqlite:///var/plenary.sqlite"
DEFAULT_BASE_URL = "http://127.0.0.1:8000"
DEMO_SECRET = "demo-only-not-a-secret"  # noqa: S105 -- refused outside demo mode
MIN_SECRET_LENGTH = 32
STRIPE_API_BASE = "https://api.stripe.com"
LIVE_KEYS = ("sk_live_", "rk_live_")
SECRET_KEYS = ("sk_", "rk_")


class UnsafeSettings(ValueError):
    """A setting that would be unsafe or unusable; the text says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    database_url: str = DEFAULT_DATABASE
    secret: str = DEMO_SECRET
    base_url: str = DEFAULT_BASE_URL
    smtp_url: str = ""
    mail_from: str = ""
    is_demo: bool = False
    stripe_secret_key: str = field(default="", repr=False)
    stripe_webhook_secret: str = field(default="", repr=False)
    stripe_api_base: str = STRIPE_API_BASE

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The configured host: part of every calendar UID, so never taken from a request."""
        return urlsplit(self.base_url).hostname or "localhost"

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] = os.environ, *, is_demo: bool = False
    ) -> Settings:
        """Raises UnsafeSettings for a missing or weak secret outside demo mode."""
        settings = cls(
            database_url=environment.get("DATABASE_URL", DEFAULT_DATABASE),
            secret=environment.get("PLENARY_SECRET", DEMO_SECRET),
            base_url=environment.get("PLENARY_BASE_URL", DEFAULT_BASE_URL).rstrip("/"),
            smtp_url=environment.get("PLENARY_SMTP_URL", ""),
            mail_from=environment.get("PLENARY_MAIL_FROM", ""),
            is_demo=is_demo or environment.get("PLENARY_DEMO", "") == "1",
            stripe_secret_key=environment.get("STRIPE_SECRET_KEY", "").strip(),
            stripe_webhook_secret=environment.get("STRIPE_WEBHOOK_SECRET", "").strip(),
            stripe_api_base=environment.get("STRIPE_API_BASE", STRIPE_API_BASE).rstrip("/"),
        )
        settings.refuse_unsafe()
        return settings

    def refuse_unsafe(self) -> None:
        """Raises UnsafeSettings; in demo mode only for what could move real money."""
        self._refuse_unsafe_cards()
        if self.is_demo:
            return
        if self.secret == DEMO_SECRET or len(self.secret) < MIN_SECRET_LENGTH:
            raise UnsafeSettings(
                f"Set PLENARY_SECRET to at least {MIN_SECRET_LENGTH} random characters; "
                "badge, ticket and calendar codes are made from it."
            )
        if self.smtp_url and not self.mail_from:
            raise UnsafeSettings("Set PLENARY_MAIL_FROM, the address that letters come from.")

    def _refuse_unsafe_cards(self) -> None:
        """Raises UnsafeSettings for keys that are half set, mixed up, or sent where they must
        not go."""
        for is_wrong, sentence in self._card_mistakes():
            if is_wrong:
                raise UnsafeSettings(sentence)

    def _card_mistakes(self) -> list[tuple[bool, str]]:
        key, secret, base = self.stripe_secret_key, self.stripe_webhook_secret, self.stripe_api_base
        is_live = key.startswith(LIVE_KEYS)
        is_here = urlsplit(base).hostname in ("localhost", "127.0.0.1", "::1")
        return [
            (
                bool(key) and not key.startswith(SECRET_KEYS),
                "STRIPE_SECRET_KEY must be a secret key: it begins with sk_ or rk_, not with pk_.",
            ),
            (
                bool(key) and not secret,
                "Set STRIPE_WEBHOOK_SECRET too: without it nobody knows which payments are real.",
            ),
            (
                bool(secret) and not key,
                "Set STRIPE_SECRET_KEY too, or remove STRIPE_WEBHOOK_SECRET.",
            ),
            (
                bool(secret) and not secret.startswith("whsec_"),
                "STRIPE_WEBHOOK_SECRET begins with whsec_; copy it from the endpoint in Stripe.",
            ),
            (
                bool(key) and not base.startswith("https://") and not is_here,
                "STRIPE_API_BASE must begin with https://; the secret key is sent there.",
            ),
            (
                is_live and base != STRIPE_API_BASE,
                "A live Stripe key goes to Stripe only: remove STRIPE_API_BASE.",
            ),
            (
                is_live and self.is_demo,
                "A live Stripe key in demo mode would charge real cards. Use a test key.",
            ),
            (
                is_live and not self.is_https,
                "Set PLENARY_BASE_URL to an https:// address before taking real cards.",
            ),
        ]
