"""
Projects with several tenants in one process: a schema for each (django-tenants), and a database for each.

Both have the same addresses (`urls`) and live through the same `story`, each in a process of its own. The user with
the key 1 is called ada everywhere, and has the same password, as where one tenant was made as a copy of another.
"""
