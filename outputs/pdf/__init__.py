"""PDF by WeasyPrint, with Chinese lines composed by kanben."""
