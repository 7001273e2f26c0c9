"""Evaluate a model: cases of our own, asked to a server, counted, and laid out for a person to judge."""
