"""Reading supervision: sessions and totals, and the records of one participation."""
