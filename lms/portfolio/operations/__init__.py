"""The only writers of portfolios."""
