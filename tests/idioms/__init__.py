"""
What people write on Simple JWT, as tutorials and answers print it, and what it does on every tier of ours.

Each module here holds idioms of one kind. An idiom is a function of a `tiers.Tier`: it writes the classes that a
project would, on those of the tier, asks what their users would ask, and returns what came out. `test_idioms` compares
that with what stands beside it, and with what the real Simple JWT does, and counts the sessions that were opened.
"""
