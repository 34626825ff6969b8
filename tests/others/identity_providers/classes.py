"""The classes of tokens that the page shows: the tests put them here, where settings can name them."""
