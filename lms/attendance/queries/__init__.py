"""Reading calendars, sheets and the ledger of attendance."""
