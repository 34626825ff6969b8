"""The endpoints for browsers: cookies, origins, and what a page can and can't do."""
