"""Pure rules of certification: codes, numbers, names, the index sheet and the pace of retries."""
