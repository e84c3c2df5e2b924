"""The only writers of group sessions and of their sheets."""
