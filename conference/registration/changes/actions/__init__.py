"""The writers of changes: each one transaction, each shown before and agreed to."""
