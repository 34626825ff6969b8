"""The sessions tier, module by module, but for the race for a rotation and what goes over HTTP."""
