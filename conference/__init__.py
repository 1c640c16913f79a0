"""The ground floor and the roof: what every module stands on, and the app that joins them.

Promises: one database layer for both engines, one page shell, one person behind every role,
and no module below that knows a module above it.
"""

import os

os.environ.setdefault("PICCOLO_CONF", "conference.piccolo_conf")
