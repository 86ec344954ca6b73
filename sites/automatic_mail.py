"""What marks a mail as written by a program."""

# RFC 3834: nothing that answers by itself may answer these, and our own account would know them again.
BY_A_PROGRAM = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "X-Portal-Notice": "1"}
