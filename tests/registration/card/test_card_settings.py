"""Keys that are half set, mixed up or sent where they must not go keep Plenary from starting."""

from __future__ import annotations

import pytest

from conference.settings import Settings, UnsafeSettings

SAFE = {
    "PLENARY_SECRET": "a" * 40,
    "PLENARY_BASE_URL": "https://meeting.example.org",
    "STRIPE_SECRET_KEY": "sk_live_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
}


def test_settings_take_live_keys_over_https() -> None:
    settings = Settings.from_environment(SAFE)

    assert settings.stripe_api_base == "https://api.stripe.com"
    assert "sk_live_1" not in repr(settings)
    assert "whsec_1" not in repr(settings)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"STRIPE_SECRET_KEY": ""}, "Set STRIPE_SECRET_KEY too"),
        ({"STRIPE_WEBHOOK_SECRET": ""}, "Set STRIPE_WEBHOOK_SECRET too"),
        ({"STRIPE_SECRET_KEY": "pk_live_1"}, "must be a secret key"),
        ({"STRIPE_WEBHOOK_SECRET": "sk_live_1"}, "begins with whsec_"),
        ({"STRIPE_API_BASE": "https://proxy.example.org"}, "goes to Stripe only"),
        (
            {"STRIPE_API_BASE": "http://stripe.example.org", "STRIPE_SECRET_KEY": "sk_test_1"},
            "must begin with https",
        ),
        ({"PLENARY_BASE_URL": "http://meeting.example.org"}, "https:// address"),
        ({"PLENARY_DEMO": "1"}, "would charge real cards"),
        ({"PLENARY_DEMO": "1", "STRIPE_WEBHOOK_SECRET": ""}, "Set STRIPE_WEBHOOK_SECRET too"),
    ],
)
def test_settings_refuse_unsafe_cards(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnsafeSettings, match=sentence):
        Settings.from_environment({**SAFE, **changes})


def test_settings_take_a_stripe_on_this_machine_for_trying_out() -> None:
    tried = {"STRIPE_API_BASE": "http://127.0.0.1:12111/", "STRIPE_SECRET_KEY": "sk_test_1"}

    settings = Settings.from_environment({**SAFE, **tried})

    assert settings.stripe_api_base == "http://127.0.0.1:12111"


def test_settings_need_no_cards() -> None:
    without = {name: text for name, text in SAFE.items() if not name.startswith("STRIPE")}

    assert Settings.from_environment(without).stripe_secret_key == ""
