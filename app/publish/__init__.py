"""Minutes as bytes that people and programs read. Labels and dates here, facts in `core`."""
