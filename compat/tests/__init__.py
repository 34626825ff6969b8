"""Tests of what makes coming from another package easy."""
