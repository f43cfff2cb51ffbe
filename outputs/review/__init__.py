"""The review page: the source beside what was recovered from it."""
