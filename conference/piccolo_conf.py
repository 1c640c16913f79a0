"""Where Piccolo looks for the engine and for the four packages' migrations."""

import os

from piccolo.conf.apps import AppRegistry

from conference.orm.engine import engine_from_url
from conference.settings import DEFAULT_DATABASE

DB = engine_from_url(os.environ.get("DATABASE_URL", DEFAULT_DATABASE))

APP_REGISTRY = AppRegistry(
    apps=[
        "conference.piccolo_app",
        "abstracts.piccolo_app",
        "schedule.piccolo_app",
        "badges.piccolo_app",
    ]
)
