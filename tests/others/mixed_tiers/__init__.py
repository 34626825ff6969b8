"""Projects that have taken a part with sessions and left another one as it was, and settings of parts they lack."""
