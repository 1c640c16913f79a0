"""Litestar's app, which registers its handlers in a time that doesn't grow with their square."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Litestar, Router
from litestar.routes import BaseRoute, HTTPRoute


class ManyRoutes(Litestar):
    """Litestar's own lists all paths anew for each that it adds; of 750 that is a good second.

    Every route is of HTTP and has a path of its own.
    """

    def __init__(self, *handlers: Any, **options: Any) -> None:
        self._listed: list[BaseRoute] = []
        self._by_path: dict[str, dict[Any, Any]] = {}
        super().__init__(*handlers, **options)

    @property
    def route_handler_method_map(self) -> dict[str, dict[Any, Any]]:
        """Of what was listed before, only a route that took another's place is listed again."""
        for place, route in enumerate(self.routes):
            if place == len(self._listed):
                self._listed.append(route)
            elif self._listed[place] is route:
                continue
            self._listed[place] = route
            self._by_path[route.path] = _by_method(route)
        return self._by_path


def routers_of(modules: Iterable[Any]) -> list[Router]:
    """Each module's `handlers` at once: Litestar checks all routes anew for each thing added."""
    return [Router("/", route_handlers=module.handlers) for module in modules]


def _by_method(route: BaseRoute) -> dict[Any, Any]:
    assert isinstance(route, HTTPRoute)
    return {method: handler for handler in route.route_handlers for method in handler.http_methods}
