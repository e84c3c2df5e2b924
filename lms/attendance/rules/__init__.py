"""Pure rules of group sessions: when one may sign, civil times, public holidays."""
