"""The tenants, each with a schema of its own."""
