"""Who signs certificates and letters of invitation: name, office, picture of the signature."""
