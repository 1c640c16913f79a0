"""The roof: the one file that knows every module and joins them into one app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Litestar, Request, Response, get
from litestar.config.csrf import CSRFConfig
from litestar.connection import ASGIConnection
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig

import abstracts.commitments
import abstracts.pages
import badges.pages
import conference.meetings.pages
import conference.membership.pages
import conference.people.pages
import conference.registration.pages
import schedule.commitments
import schedule.pages
from abstracts.awards.letters import tell_base_url
from abstracts.awards.presenting import tell_undecided
from abstracts.changes.programme import tell_abstract_side
from abstracts.placement import tell_places
from abstracts.programme_places import tell_programme
from badges.admission.queries import active_check_ins
from badges.papers.awards_waiting import undecided_awards
from conference import chores
from conference import invariants as _invariants  # noqa: F401 -- registers every module's checks
from conference.letters.transport import transport_of
from conference.lifespan import Worker, beside_requests, open_database, send_letters
from conference.logs import configure_logs
from conference.meetings import queries as meetings
from conference.meetings.given import Now, TheSettings, TheVisitor
from conference.meetings.navigation import Shell, shell_of
from conference.meetings.roof import Roof
from conference.meetings.rules import MeetingInfo
from conference.membership.member_rule import tell_member_rule
from conference.orm import bind, clock, engine_from_url
from conference.orm.engine import AnyEngine
from conference.people import queries as people
from conference.people.access import FOR_PROGRAMS, STRANGER, Visitor, access_of, guard, public
from conference.people.token_queries import bearer_of
from conference.registration.arrivals import tell_arrivals
from conference.registration.buyers import member_rule_of
from conference.registration.card.cards import tell_cards
from conference.registration.commitments import tell_commitments
from conference.registration.entitlements import tell_roles
from conference.settings import Settings
from conference.web import assets
from conference.web.csrf import FormTokens, is_for_strangers
from conference.web.errors import handle_error
from conference.web.head import HeadAsGet
from conference.web.packing import PackedFiles
from conference.web.problems import NotFound
from conference.web.routing import ManyRoutes, routers_of
from conference.web.security import ShellHeaders
from conference.web.sessions import COOKIE, SessionConfig, SessionStore
from conference.web.templating import environment
from schedule.abstract_side import ABSTRACT_SIDE
from schedule.numbering.places import state_of_programme
from schedule.numbering.queries import programme_code_of, programme_codes
from schedule.queries.programme import place_of_abstract

Connection = ASGIConnection[Any, Any, Any, Any]
MAX_UPLOAD_BYTES = 12_000_000
MAX_FORM_FIELDS = 20_000  # a hundred authors with their institutions
STATIC_SECONDS = 365 * 24 * 3600
MODULES = (
    conference.people.pages,
    conference.meetings.pages,
    conference.membership.pages,
    conference.registration.pages,
    abstracts.pages,
    schedule.pages,
    badges.pages,
)


def _gather(name: str) -> tuple[Any, ...]:
    """What the modules give under a name, in the order of the floors."""
    return tuple(item for module in MODULES for item in getattr(module, name, ()))


def all_chores() -> tuple[chores.Chore, ...]:
    """The periodic work of every module."""
    return _gather("CHORES")


def all_workers() -> tuple[Worker, ...]:
    """The work of every module that goes on beside the requests."""
    return _gather("WORKERS")


def _form_tokens(settings: Settings) -> CSRFConfig:
    return CSRFConfig(
        secret=settings.secret,
        cookie_name="plenary_csrf",
        header_name="x-csrf-token",
        cookie_secure=settings.is_https,
    )


def roof() -> Roof:
    """What the pages of the lower floors show of the upper ones: cards and links."""
    return Roof(
        home_cards=(
            *(m.home_card for m in MODULES if hasattr(m, "home_card")),
            *_gather("HOME_CARDS"),
        ),
        my_cards=(
            *(m.my_card for m in MODULES if hasattr(m, "my_card")),
            *_gather("MY_CARDS"),
        ),
        office_links=_gather("OFFICE_LINKS"),
        committee_links=_gather("COMMITTEE_LINKS"),
    )


def tell_upwards(settings: Settings) -> None:
    """What modules below ask of those above, and what periodic work asks of the settings."""
    tell_places(place_of_abstract)
    tell_abstract_side(ABSTRACT_SIDE)
    tell_programme(state_of_programme, programme_code_of, programme_codes)
    tell_undecided(undecided_awards)
    tell_commitments(schedule.commitments.commitments_of, abstracts.commitments.commitments_of)
    tell_roles(schedule.commitments.roles_of, abstracts.commitments.roles_of)
    tell_arrivals(active_check_ins)
    tell_member_rule(member_rule_of)
    tell_cards(settings)
    tell_base_url(settings.base_url)


def create_app(
    settings: Settings, *, runs_worker: bool = True, engine: AnyEngine | None = None
) -> Litestar:
    """The whole program over one database; `engine` if it is open already.

    Raises UnsafeSettings outside demo mode.
    """
    settings.refuse_unsafe()
    transport_of(settings.smtp_url)  # refuses now rather than when the first letter waits
    configure_logs()
    tell_upwards(settings)
    bind(engine or engine_from_url(settings.database_url))
    app = ManyRoutes(
        [*routers_of(MODULES), health, _static_files()],
        lifespan=[open_database, *([send_letters, _do_chores, _do_work] if runs_worker else [])],
        guards=[admit],
        dependencies=_given(),
        middleware=[
            DefineMiddleware(FormTokens, config=_form_tokens(settings)),
            SessionConfig(key=COOKIE, secure=settings.is_https, exclude=["^/static/"]).middleware,
        ],
        stores={"sessions": SessionStore()},
        template_config=TemplateConfig(
            instance=JinjaTemplateEngine.from_environment(environment())
        ),
        exception_handlers={HTTPException: show_error, Exception: show_error},
        request_max_body_size=MAX_UPLOAD_BYTES,
        multipart_form_part_limit=MAX_FORM_FIELDS,
        openapi_config=None,
        state=State({"settings": settings, "roof": roof()}),
    )
    app.asgi_handler = ShellHeaders(
        PackedFiles(HeadAsGet(app.asgi_handler)), is_https=settings.is_https
    )
    _refuse_undeclared(app)
    return app


@get("/health", opt=public)
async def health() -> Response[dict[str, str]]:
    """Liveness: answers 200 only if the database does."""
    await meetings.all_slugs()
    return Response({"status": "ok"}, headers={"cache-control": "no-store"})


async def admit(connection: Connection, handler: BaseRouteHandler) -> None:
    """The one guard, for Litestar copies the handler for each: who looks, and whether they may."""
    await load_request(connection, handler)
    await guard(connection, handler)


async def load_request(connection: Connection, handler: BaseRouteHandler) -> None:
    """Which meeting the address names, and who is looking.

    A handler that keeps bytes for strangers is left alone: those bytes need neither.
    """
    if is_for_strangers(connection.scope):
        return
    slug = connection.path_params.get("slug")
    meeting = await meetings.meeting_by_slug(slug) if slug else None
    if slug and meeting is None:
        raise NotFound("No meeting has this address. The current ones are on the first page.")
    find = _bearer if handler.opt.get(FOR_PROGRAMS) else _visitor
    visitor = await find(connection, meeting.id if meeting else None)
    connection.state.meeting = meeting
    connection.state.visitor = visitor
    connection.state.shell = shell_of(
        connection.url.path, visitor, meeting, is_demo=connection.app.state.settings.is_demo
    )


async def _visitor(connection: Connection, meeting: UUID | None) -> Visitor:
    person = (connection.scope.get("session") or {}).get("person")  # type: ignore[union-attr]
    if not person:
        return STRANGER
    return await people.visitor_of(UUID(person), meeting) or STRANGER


async def _bearer(connection: Connection, meeting: UUID | None) -> Visitor:
    """Who sent a program; its cookies say nothing."""
    header = connection.headers.get("authorization", "")
    bearer = await bearer_of(header, clock.now()) if header else None
    if bearer is None:
        return STRANGER
    connection.state.scopes = bearer.scopes
    return await people.visitor_of(bearer.person, meeting) or STRANGER


def show_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """An address without a route passes no guard: its page has a frame without links."""
    if request.state.get("shell") is None:
        is_demo = request.app.state.settings.is_demo
        request.state.shell = Shell(nav=[], account=[], contact="", is_synthetic=is_demo)
    return handle_error(request, error)


def _given() -> dict[str, Provide]:
    """Each asks for the one before it, though it needs nothing of it: what stands side by side
    Litestar resolves in a task each, and that costs a page more than all of these together."""
    return {
        "settings": Provide(provide_settings, sync_to_thread=False),
        "now": Provide(provide_now, sync_to_thread=False),
        "visitor": Provide(provide_visitor, sync_to_thread=False),
        "meeting": Provide(provide_meeting, sync_to_thread=False),
    }


def provide_settings(state: State) -> Settings:
    settings: Settings = state.settings
    return settings


def provide_now(settings: TheSettings) -> datetime:
    return clock.now()


def provide_visitor(request: Request[Any, Any, Any], now: Now) -> Visitor:
    visitor: Visitor = request.state.visitor
    return visitor


def provide_meeting(request: Request[Any, Any, Any], visitor: TheVisitor) -> MeetingInfo:
    meeting: MeetingInfo = request.state.meeting
    return meeting


def _static_files() -> Any:
    return create_static_files_router(
        path="/static",
        directories=[assets.STATIC],
        opt=public,
        include_in_schema=False,
        cache_control=CacheControlHeader(max_age=STATIC_SECONDS, public=True, immutable=True),
    )


def _refuse_undeclared(app: Litestar) -> None:
    """Every handler says who may open it; one that forgot keeps the app from starting."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if access_of(handler) is None and handler.handler_name != "options_handler":
                raise RuntimeError(f"{route.path}: the handler declares no access")


@asynccontextmanager
async def _do_chores(app: Litestar) -> AsyncIterator[None]:
    """Periodic work beside the requests; at the end the one in hand is finished."""
    async with beside_requests(lambda stop: chores.run(all_chores(), app.state.settings, stop)):
        yield


@asynccontextmanager
async def _do_work(app: Litestar) -> AsyncIterator[None]:
    """What modules do beside the requests, such as making batches of badges."""
    async with AsyncExitStack() as running:
        for worker in all_workers():
            await running.enter_async_context(
                beside_requests(lambda stop, work=worker: work(app.state.settings, stop))  # type: ignore[misc]
            )
        yield
