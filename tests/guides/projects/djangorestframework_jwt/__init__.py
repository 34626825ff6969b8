"""A shop that was written for djangorestframework-jwt 1.11."""
