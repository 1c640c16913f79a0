"""Setting text on paper in any script: the shipped fonts, shaping, wrapping, PDF operators.

Promises: a character that a font holds is set right, also in Arabic and Devanagari; one that none
holds is named, never printed as a box; what is set can be searched and copied.
"""
