"""What a machine has and a test starts: servers of databases, a browser, environments with older packages."""
