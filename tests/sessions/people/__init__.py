"""An app with another name for users. Tests install it for themselves."""
