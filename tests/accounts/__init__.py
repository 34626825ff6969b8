"""Accounts, with each of three user models: run with `--ds=tests.projects.accounts.settings`, and the like."""
