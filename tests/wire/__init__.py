"""What goes over the wire: the contract of the endpoints, and attacks on them."""

from __future__ import annotations
