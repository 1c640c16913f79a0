"""One session of the draft: its page, its talks, and what is arranged inside it."""
