"""The office's pages on interpretations: duties and links, plans, charts, reports."""
