"""Tests of `drf_signet.contrib.simplejwt`."""
