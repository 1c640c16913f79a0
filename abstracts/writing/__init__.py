"""Writing an abstract: the form, its parts, its preview, its figure."""
