"""Each guide to come over from another package, followed from start to end."""
