"""What stands in for something real, and is turned by the test: clocks, outages, crowds, keys, a silent server."""
