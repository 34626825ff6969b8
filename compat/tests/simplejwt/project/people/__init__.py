"""People, who sign in with their address."""
