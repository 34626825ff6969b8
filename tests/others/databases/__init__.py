"""Projects with several databases: replicas that are behind, and tables that are apart."""
