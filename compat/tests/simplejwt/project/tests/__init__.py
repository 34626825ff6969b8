"""The tests, a folder for each of the three settings."""
