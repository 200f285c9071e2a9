"""Finding and replacing what tells who a note is about: one finder a file."""
