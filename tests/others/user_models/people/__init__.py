"""The app with the user models."""
