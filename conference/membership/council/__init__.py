"""The society's council: who sits in it, and from when until when."""
