"""The service as the suite of both clients needs it: with a hook, beside another origin (clients/conformance)."""
