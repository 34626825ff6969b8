"""All of the library."""
