"""spaCy components, one question a file."""
