"""Word files read into the HTML of our pages, with a report of everything that was changed or left behind.

A reader of our own over lxml: see docs/word.md for what is kept, and the decision on why no library does it.
"""

from content.word.recognition import Recognised
from content.word.text import Picture, WordText, read_word

__all__ = ["Picture", "Recognised", "WordText", "read_word"]
