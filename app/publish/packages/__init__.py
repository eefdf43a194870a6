"""Several files as one: for whoever keeps the minutes, and for the archive."""
