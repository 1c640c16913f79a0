"""Badges and the desk: layout, codes, printing, and coming in.

Promises: a badge prints as it was composed or the report says why not, its code opens nothing to a
stranger, a lost badge is void at once, and nobody comes in twice however many desks try.
"""
