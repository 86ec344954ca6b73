"""What a file is, judged by its bytes: the kinds that a government site offers, and nothing else."""

from sites.files.kept import FileRefused, RecognisedFile
from sites.files.pictures import LARGEST_PICTURE
from sites.files.recognition import recognised

__all__ = ["LARGEST_PICTURE", "FileRefused", "RecognisedFile", "recognised"]
