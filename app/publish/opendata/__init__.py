"""Minutes for programs: JSON, tables, and how data catalogues describe them."""
