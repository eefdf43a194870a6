"""What the minutes say of things, in words that several papers and tables share."""
