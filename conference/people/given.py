"""What every handler may ask the app for, by name."""

from datetime import datetime

from litestar.di import NamedDependency

from conference.people.access import Visitor
from conference.settings import Settings

Now = NamedDependency[datetime]
TheVisitor = NamedDependency[Visitor]
TheSettings = NamedDependency[Settings]
