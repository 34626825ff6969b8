"""A project as the documentation of django-tenants has it: a schema for each tenant, chosen by the host."""
