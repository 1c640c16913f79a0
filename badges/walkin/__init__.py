"""Somebody who comes unannounced (situation 24): found first, else registered, paid and let in."""
