"""Rules for délibérations."""
