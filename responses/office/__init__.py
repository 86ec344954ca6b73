"""The office's pages of responses."""
