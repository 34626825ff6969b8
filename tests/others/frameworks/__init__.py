"""Projects whose views are not all of REST framework's."""
