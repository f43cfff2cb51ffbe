"""DOCX by pandoc, finished by kanben."""
