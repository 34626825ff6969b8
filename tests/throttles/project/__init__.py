"""The project of the races, with the usual limits and a cache that its processes share."""
