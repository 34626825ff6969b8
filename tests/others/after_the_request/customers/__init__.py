"""Whose schemas there are."""
