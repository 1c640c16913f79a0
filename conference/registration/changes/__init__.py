"""Everything that changes a registration after it was made: cancelling, passing on, switching.

Promises: what a change costs or gives back is shown before it is confirmed, and exactly that is
charged; nothing is given back beyond what was paid; a second click changes nothing twice.
"""
