"""The public side, a module for each thing a visitor comes for."""
