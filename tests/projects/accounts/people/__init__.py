"""Two user models of the kinds that projects have."""
