"""Calendars of the programme: events, feeds to subscribe to, and the pages that offer them."""
