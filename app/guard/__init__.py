"""Who comes too often, and who guesses: a right code is let in, however many wrong ones come."""
