"""How a portfolio is told: on its page, on paper and in its folder."""
