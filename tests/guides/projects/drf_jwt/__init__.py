"""A shop that was written for drf-jwt 1.19."""
