"""What a file is, judged by its bytes: the kinds that a government site offers, and nothing else."""

from content.files.kept import FileRefused, RecognisedFile
from content.files.pictures import LARGEST_PICTURE
from content.files.recognition import recognised

__all__ = ["LARGEST_PICTURE", "FileRefused", "RecognisedFile", "recognised"]
