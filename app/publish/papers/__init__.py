"""What is written as a paper beside the minutes."""
