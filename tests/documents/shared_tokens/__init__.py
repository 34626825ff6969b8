"""A front end in React, a project with users, and another service that takes the same tokens."""
