"""Cash and card payments taken at a desk, and the drawer counted at the end of a shift."""
