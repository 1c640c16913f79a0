"""What a change costs or gives back: pure functions from what is held to lines of a ledger."""
