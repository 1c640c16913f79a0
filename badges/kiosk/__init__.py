"""A screen at which attendees check themselves in (G04): by code only, never by name."""
