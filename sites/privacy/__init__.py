"""Personal data in free text: finding it before a letter is sent and again before it is published, and masking it.

Text is first read as a person would read it: full-width and Chinese digits count as digits, letters that look like digits do
inside a number, and spaces, dashes or invisible characters between them do not hide one. What an office tells the public (its
telephone, its hotline, its address, a document number, a date, a sum) is left alone: a warning that is wrong too often is not
read when it is right. Positions always refer to the text as it was written.
"""

from sites.privacy.finding import Finding, Kind, cut_out, findings, masked, masked_where
from sites.privacy.names import LITERAL, Known, known_of, masked_name

__all__ = [
    "LITERAL",
    "Finding",
    "Kind",
    "Known",
    "cut_out",
    "findings",
    "known_of",
    "masked",
    "masked_name",
    "masked_where",
]
