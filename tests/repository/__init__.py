"""What lies beside the sources: the set-up, the map of the tests, the benchmark, the examples."""
