"""Fixtures shared by the tests of content."""

from tests.content.reprint_cast import automatic, robot, source, upstream

__all__ = ["automatic", "robot", "source", "upstream"]
