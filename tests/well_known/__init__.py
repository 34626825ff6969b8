"""Documents at addresses that other services know beforehand."""
