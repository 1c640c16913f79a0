"""What a handler under a meeting's address may ask the app for, by name."""

from litestar.di import NamedDependency

from conference.meetings.rules import MeetingInfo
from conference.people.given import Now, TheSettings, TheVisitor

TheMeeting = NamedDependency[MeetingInfo]

__all__ = ["Now", "TheMeeting", "TheSettings", "TheVisitor"]
