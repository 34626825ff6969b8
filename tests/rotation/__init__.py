"""Keys rotate while clients sign in, refresh and call: a service in several processes, and services that verify."""
