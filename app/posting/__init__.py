"""What is posted outside the house, when the municipality has asked for it: see decision 38."""
