"""Fixtures shared by the tests of content."""

from tests.content.reprint_cast import automatic, by_hand, item, robot, source, upstream

__all__ = ["automatic", "by_hand", "item", "robot", "source", "upstream"]
