"""After submitting: withdrawal, co-authors, another presenter, corrected authors, answers."""
