"""Card payments: a page of the card company opens, money comes, money goes back."""
