"""A paper as HTML, PDF and Word, with what each is set by."""
