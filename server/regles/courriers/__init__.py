"""Rules for letters."""
