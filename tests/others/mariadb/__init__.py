"""Projects on MySQL and MariaDB."""
