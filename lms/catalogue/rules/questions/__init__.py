"""Questions: what they are, how answers are marked, and how files of other systems hold them."""
