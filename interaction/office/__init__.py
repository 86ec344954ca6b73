"""The office's face of letters: the workbench, a letter's page, and the moves."""
