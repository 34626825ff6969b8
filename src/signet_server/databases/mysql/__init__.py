"""The database backend of the service for MySQL and MariaDB."""
