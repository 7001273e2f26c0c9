"""Rules for every kind of act."""
