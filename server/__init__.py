"""Minutier: drafts of administrative acts, checked and signed off by people."""
