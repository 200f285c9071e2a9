"""Whether a site's notes are like those that the models know; counts alone, never a note."""
