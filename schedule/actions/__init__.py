"""The only writers of the programme: editing, starring, releasing, importing, feeds."""
