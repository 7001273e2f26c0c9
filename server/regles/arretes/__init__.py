"""Rules for arrêtés."""
