"""The only writers of the programme: editing, moving, undoing, starring, releasing, importing."""
