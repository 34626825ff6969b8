"""What goes over the wire in the sessions tier: the contract of the endpoints, and attacks on them."""

from __future__ import annotations
