"""The call for abstracts: writing, submitting, deciding.

Promises: a draft is never lost, the length is counted by one function everywhere, nothing changes
after the deadline, and what was submitted is kept version by version.
"""
