"""Registrations that were sold elsewhere: read, looked at, taken over, and undone."""
