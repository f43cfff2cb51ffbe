"""Filters: an Article becomes an Article, one pass per file. Knows pandoc's document model; never files or formats."""
