"""Outputs: an Article becomes the bytes of one file. Never knows how the text was recovered."""
