"""The project itself: settings and addresses."""
