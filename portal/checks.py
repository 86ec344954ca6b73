"""System checks for dangerous combinations of settings."""
