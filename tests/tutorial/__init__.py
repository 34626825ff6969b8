"""The tutorial, followed from top to bottom in an empty folder, as a reader would."""
