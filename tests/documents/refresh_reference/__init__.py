"""A reference of the endpoint that refreshes, with the clients that it prints."""
