"""The package as it is installed: its wheel, and what is said of it."""
