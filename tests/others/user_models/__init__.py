"""User models and managers as projects have them: the whole story of an account with each."""
