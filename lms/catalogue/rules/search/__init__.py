"""Search in published texts: words folded and made singular, pages that have them, excerpts."""
