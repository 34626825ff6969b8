"""Accounts, with each of two user models: run with `--ds=tests.projects.accounts.settings`, and the like."""
