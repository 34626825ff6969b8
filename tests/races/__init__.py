"""Sessions under concurrency: races, lost answers, thieves, crashes, isolation levels, and several processes."""
