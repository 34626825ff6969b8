"""The recipes of the guides, run as they are written: in a browser, in an app, and by a server of Django."""
