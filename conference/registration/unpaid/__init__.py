"""Orders that nobody pays: reminders, giving places up, the later price, and undoing it."""
