"""Source: bytes become an Article. Knows encodings, line breaks, structure, punctuation and scripts; never an output."""
