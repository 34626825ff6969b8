"""A whole cluster on this machine: proxy, nodes, pooler, databases and caches, each of which you can kill."""
