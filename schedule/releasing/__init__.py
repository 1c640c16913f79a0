"""Releasing the programme: preview, release, roll back, emergency change, and what the public
reads of releases."""
