"""The ledger of sign-offs: rows that only follow each other, each bound to the one before by its digest."""
