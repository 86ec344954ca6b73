"""Files for tests, made on the spot."""

import io
import struct

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def a_picture(
    name: str = "picture.png", size: tuple[int, int] = (32, 18), colour: tuple[int, int, int] = (11, 78, 162)
) -> SimpleUploadedFile:
    """A small picture."""
    drawn = io.BytesIO()
    Image.new("RGB", size, colour).save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/png")


def a_photograph(name: str = "photo.jpg", size: tuple[int, int] = (1700, 1000)) -> SimpleUploadedFile:
    """A larger picture of many colours."""
    drawn = io.BytesIO()
    across = Image.linear_gradient("L").resize(size)
    Image.merge("RGB", [across, across.transpose(Image.Transpose.FLIP_TOP_BOTTOM), across]).save(drawn, "JPEG")
    return SimpleUploadedFile(name, drawn.getvalue(), content_type="image/jpeg")


def a_pdf(name: str = "附件.pdf", words: bytes = b"paper") -> SimpleUploadedFile:
    """A paper."""
    return SimpleUploadedFile(name, b"%PDF-1.7 " + words)


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of an MP4 file."""
    data = b"".join(content)
    return struct.pack(">I4s", 8 + len(data), kind) + data


def track(handler: bytes, codec: bytes, size: tuple[int, int] = (0, 0)) -> bytes:
    """A track of an MP4 file."""
    header = box(b"tkhd", bytes(76), struct.pack(">II", size[0] << 16, size[1] << 16))
    table = box(b"stsd", bytes(4), struct.pack(">I", 1), box(codec, bytes(16)))
    return box(
        b"trak", header,
        box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), box(b"minf", box(b"stbl", table))),
    )  # fmt: skip


def mp4(*tracks: bytes, beside: bytes = b"") -> bytes:
    """An MP4 file of thirty seconds."""
    header = box(b"mvhd", bytes(12), struct.pack(">II", 1000, 30_000), bytes(80))
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", header, *tracks, beside) + box(b"mdat", bytes(2000))


def a_video(name: str = "会议.mp4", beside: bytes = b"") -> SimpleUploadedFile:
    """A video by its container; nothing would play it."""
    film = mp4(track(b"vide", b"avc1", (1280, 720)), track(b"soun", b"mp4a"), beside=beside)
    return SimpleUploadedFile(name, film, content_type="video/mp4")


def mp3(frames: int = 40) -> bytes:
    """Silent frames of MPEG audio, 128 kbit/s."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames
