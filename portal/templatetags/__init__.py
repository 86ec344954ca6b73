"""Template tags of the composing app."""
