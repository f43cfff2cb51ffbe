"""Press: a plan of articles and editions becomes files and a report. Knows nothing of text or typography."""
