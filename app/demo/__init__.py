"""A demonstration municipality: real seats per list, plainly made-up people, a workshop to run."""
