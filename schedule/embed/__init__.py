"""The released programme inside a page of the society's own site: read only, no cookie."""
