"""Tests of `drf_signet_compat.simplejwt`."""
