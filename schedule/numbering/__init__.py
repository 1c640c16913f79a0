"""Programme codes and boards: assigned as a proposal, frozen, never used again (S05, B01-B06)."""
