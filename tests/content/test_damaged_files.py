"""Files that were damaged, by accident or on purpose: each is kept or refused with a sentence, and none breaks the reader."""

import io
import random
import struct
import zipfile
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sites.files import FileRefused, recognised
from tests.content.files import a_photograph, a_picture, a_video, mp3

DAMAGES = 60


def element(kind: bytes, content: bytes) -> bytes:
    """An element of a WebM file."""
    return kind + (0x10000000 | len(content)).to_bytes(4, "big") + content


def webm(
    *, seconds: float | None = 5.0, width: bytes | None = b"\x02\x00", height: bytes | None = b"\x02\x00"
) -> bytes:
    """A WebM file by its container; what is None is left out."""
    sizes = b"".join(element(kind, value) for kind, value in ((b"\xb0", width), (b"\xba", height)) if value is not None)
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\xe0", sizes)))
    duration = b"" if seconds is None else element(b"\x44\x89", struct.pack(">d", seconds * 1000))
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    return head + element(b"\x18\x53\x80\x67", element(b"\x15\x49\xa9\x66", duration) + tracks)


def an_archive(packing: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", packing) as archive:
        archive.writestr("通知.txt", "各单位：" * 50)
        archive.writestr("附件.pdf", b"%PDF-1.7 " * 40)
    return packed.getvalue()


def drawn(kind: str, **options: object) -> bytes:
    picture = Image.effect_noise((40, 30), 50).convert("RGB")
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


WHOLE = {
    "store.zip": an_archive(zipfile.ZIP_STORED),
    "deflate.zip": an_archive(zipfile.ZIP_DEFLATED),
    "bzip2.zip": an_archive(zipfile.ZIP_BZIP2),
    "lzma.zip": an_archive(zipfile.ZIP_LZMA),
    "still.gif": drawn("GIF"),
    "moving.gif": drawn("GIF", save_all=True, append_images=[Image.new("RGB", (40, 30), "red")] * 3),
    "profile.png": drawn("PNG", icc_profile=b"no profile at all"),
    "photo.webp": drawn("WEBP"),
    "photo.bmp": drawn("BMP"),
    "photo.jpg": a_photograph(size=(90, 60)).read(),
    "film.mp4": a_video().read(),
    "film.webm": webm(),
    "talk.mp3": mp3(),
}


def damaged(content: bytes, chance: random.Random) -> bytes:
    """The content with a few bytes changed, cut off, repeated or made a huge number."""
    found = bytearray(content)
    for _blow in range(chance.choice((1, 1, 2, 5, 20))):
        place = chance.randrange(len(found))
        match chance.randrange(5):
            case 0 | 1:
                found[place] = chance.choice((0, 1, 127, 128, 255))
            case 2:
                found[place : place + 4] = struct.pack(
                    chance.choice(("<I", ">I")), chance.choice((0, 1, 2**31, 2**32 - 1))
                )
            case 3:
                found[place:place] = found[place : place + chance.randrange(1, 50)]
            case 4:
                del found[max(place, 1) :]
    return bytes(found)


@pytest.mark.parametrize("name", WHOLE)
def test_no_damage_breaks_the_reader(name):
    chance = random.Random(name)
    for _each in range(DAMAGES):
        try:
            recognised(SimpleUploadedFile(name, damaged(WHOLE[name], chance)))
        except FileRefused as refusal:
            assert str(refusal).endswith("。")


def test_a_recording_says_its_size_and_length():
    seen = recognised(SimpleUploadedFile("film.webm", webm()))
    assert (seen.width, seen.height, seen.duration) == (512, 512, 5)


@pytest.mark.parametrize(
    "film",
    [
        webm(width=None),
        webm(height=None),
        webm(width=b"\xff" * 8),
        webm(seconds=float("nan")),
        webm(seconds=float("inf")),
        webm(seconds=-5.0),
        webm(seconds=1e60),
    ],
    ids=["no width", "no height", "wider than a number", "no number", "endless", "before its start", "for ever"],
)
def test_a_recording_with_a_size_or_length_that_cannot_be_is_refused(film):
    with pytest.raises(FileRefused):
        recognised(SimpleUploadedFile("film.webm", film))


def test_a_picture_of_thirty_thousand_pixels_square_is_refused_before_it_is_unpacked():
    chunk = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    plain = a_picture().read()
    at = plain.index(b"IHDR") + 4
    forged = plain[:at] + chunk + struct.pack(">I", zlib.crc32(b"IHDR" + chunk)) + plain[at + len(chunk) + 4 :]
    with pytest.raises(FileRefused, match="四千万像素"):
        recognised(SimpleUploadedFile("poster.png", forged))
