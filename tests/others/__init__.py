"""Projects as other people have them: a folder for each kind of assumption that could be wrong about one."""
