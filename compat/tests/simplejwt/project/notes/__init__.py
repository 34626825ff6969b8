"""Notes: what the tokens of this project protect."""
