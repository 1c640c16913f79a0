"""One's own names and addresses on screen."""

import re

import httpx

from conference.people import queries
from tests.cast import Cast
from tests.people.test_sign_in_pages import code_in, newest_letter
from tests.web_client import Post, SignIn


async def test_update_profile_keeps_three_names(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    names = {
        "given_name": "Alice",
        "family_name": "Ångström",
        "registered_name": "Dr Alice Ångström",
        "badge_name": "Ali",
        "certificate_name": "Alice Maria Ångström",
        "country": "SE",
    }
    assert (await post(client, "/my/profile", names)).status_code == 303
    person = await queries.person_by_id(cast.alice.id)
    assert person is not None
    kept = (person.registered_name, person.badge_name, person.certificate_name, person.country)
    assert kept == ("Dr Alice Ångström", "Ali", "Alice Maria Ångström", "SE")
    assert "Your names are saved." in (await client.get("/my/profile")).text
    assert "Your names are saved." not in (await client.get("/my/profile")).text


async def test_update_profile_leaves_the_badge_name_following(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    """Saving the form unchanged must not freeze the badge name at today's registered name."""
    await sign_in(client, cast.alice)
    shown = await client.get("/my/profile")
    assert re.search(r'id="field-badge_name"[^>]*value=""', shown.text)


async def test_update_profile_refuses_and_keeps_everything(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    wrong = {"family_name": "", "badge_name": "Ali", "country": "XX", "city": "Malmö"}
    refused = await post(client, "/my/profile", wrong)
    assert refused.status_code == 422
    for kept in ('value="Ali"', 'value="Malmö"', "There is a problem", "<title>Error:"):
        assert kept in refused.text
    person = await queries.person_by_id(cast.alice.id)
    assert person is not None
    assert person.badge_name == "Alice Ångström"


async def test_add_address_needs_its_code(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    added = await post(client, "/my/profile/addresses", {"address": "Alice@Home.example.org"})
    assert added.headers["location"] == "/my/profile/addresses/verify"
    assert await queries.person_by_email("alice@home.example.org") is None
    code = code_in(await newest_letter("alice@home.example.org"))
    proof = {"address": "alice@home.example.org", "code": code}
    assert (await post(client, "/my/profile/addresses/verify", proof)).status_code == 303
    person = await queries.person_by_email("alice@home.example.org")
    assert person is not None
    assert person.id == cast.alice.id
    change = {"address": "alice@home.example.org", "what": "primary"}
    await post(client, "/my/profile/addresses/change", change)
    person = await queries.person_by_id(cast.alice.id)
    assert person is not None
    assert person.email == "alice@home.example.org"


async def test_add_address_of_somebody_else_is_refused(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    await post(client, "/my/profile/addresses", {"address": "dan@example.org"})
    code = code_in(await newest_letter("dan@example.org"))
    proof = {"address": "dan@example.org", "code": code}
    refused = await post(client, "/my/profile/addresses/verify", proof)
    assert refused.status_code == 422
    assert "another person" in refused.text
    person = await queries.person_by_email("dan@example.org")
    assert person is not None
    assert person.id == cast.dan.id


async def test_remove_address_leaves_the_primary_one(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    removal = {"address": "alice@example.org", "what": "remove"}
    await post(client, "/my/profile/addresses/change", removal)
    person = await queries.person_by_id(cast.alice.id)
    assert person is not None
    assert person.email == "alice@example.org"


async def test_change_address_of_somebody_else_changes_nothing(
    client: httpx.AsyncClient, post: Post, sign_in: SignIn, cast: Cast
) -> None:
    await sign_in(client, cast.alice)
    for what in ("remove", "primary"):
        theft = {"address": "dan@example.org", "what": what}
        await post(client, "/my/profile/addresses/change", theft)
    person = await queries.person_by_id(cast.dan.id)
    assert person is not None
    assert person.email == "dan@example.org"
