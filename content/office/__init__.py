"""The editorial pages of the office: one module for each thing that is looked at or done there."""
