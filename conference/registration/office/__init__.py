"""What the office reads about money: revenue, reconciliation."""
