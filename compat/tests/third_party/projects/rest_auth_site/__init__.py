"""A project with dj-rest-auth, which hands tokens out in the body or in cookies."""
