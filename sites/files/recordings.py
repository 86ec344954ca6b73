"""Video and audio by their containers. They are not encoded anew, which would take minutes; of what they say beside sound
and pictures, MP4 loses its user data (phones write the place there) and MP3 its tags."""

from __future__ import annotations

import struct
from typing import BinaryIO

from django.utils.translation import gettext as _

from sites.files.boxes import Box, Malformed, content_of, mp4_box, mp4_boxes, webm_elements
from sites.files.kept import FileRefused, KeptPart, RecognisedFile

VIDEO_ENDINGS = frozenset({"mp4", "m4v", "webm"})
AUDIO_ENDINGS = frozenset({"mp3", "m4a", "ogg", "oga"})
RECORDING_ENDINGS = VIDEO_ENDINGS | AUDIO_ENDINGS
BROWSERS_PLAY = {b"avc1", b"avc3", b"vp09", b"av01", b"mp4a", b"Opus", b"fLaC", b".mp3"}
SAYS_BESIDE = {b"udta", b"meta", b"uuid"}
LARGEST_BLANK = 4 * 1024 * 1024
WIDEST = 16_384  # pixels; 16K, which nobody films a press conference in
LONGEST = 7 * 24 * 3600  # seconds
WEBM_SEGMENT, WEBM_INFO, WEBM_TRACKS, WEBM_TRACK = (
    b"\x18\x53\x80\x67",
    b"\x15\x49\xa9\x66",
    b"\x16\x54\xae\x6b",
    b"\xae",
)


def recognised_recording(name: str, ending: str, file: BinaryIO, size: int) -> RecognisedFile:
    """Return the recording. Raises FileRefused for a container that does not hold together, or holds what browsers do not
    play."""
    read = {"mp3": _mp3, "ogg": _ogg, "oga": _ogg, "webm": _webm}.get(ending, _mp4)
    try:
        found = read(name, file, size)
        _refuse_unbelievable(found)
        return found
    except FileRefused:
        raise
    except (ValueError, LookupError, ArithmeticError, struct.error):
        raise FileRefused(_("“%s”不是可以播放的音视频文件，或已损坏。") % name) from None


def _refuse_unbelievable(found: RecognisedFile) -> None:
    """Numbers that no recording has are a broken or a malicious head, and no column would hold them. Raises Malformed."""
    sizes = [each for each in (found.width, found.height) if each is not None]
    if any(not 0 < each <= WIDEST for each in sizes) or not 0 <= (found.duration or 0) <= LONGEST:
        raise Malformed


def _mp4(name: str, file: BinaryIO, size: int) -> RecognisedFile:
    top = list(mp4_boxes(file, 0, size))
    if not top or top[0].type != b"ftyp":
        raise Malformed
    moov = next((box for box in top if box.type == b"moov"), None)
    if moov is None or not any(box.type == b"mdat" for box in top):
        raise Malformed
    width = height = None
    kinds = set()
    for track in (box for box in mp4_boxes(file, moov.start, moov.end) if box.type == b"trak"):
        kind, codec = _mp4_track(file, track)
        kinds.add(kind)
        if kind in {b"vide", b"soun"} and codec not in BROWSERS_PLAY:
            raise FileRefused(_("“%s”的编码多数浏览器不能播放；请导出为 H.264 视频、AAC 音频的 MP4 后再上传。") % name)
        if kind == b"vide":
            width, height = _mp4_size(file, track)
    if b"vide" not in kinds and b"soun" not in kinds:
        raise Malformed
    part = KeptPart(file, 0, size, tuple(_mp4_blanks(file, top, moov)))
    seconds = _mp4_duration(file, moov)
    if b"vide" in kinds:
        return RecognisedFile("video", name, "mp4", "video/mp4", b"", width, height, seconds, part)
    return RecognisedFile("audio", name, "m4a", "audio/mp4", b"", None, None, seconds, part)


def _mp4_track(file: BinaryIO, track: Box) -> tuple[bytes, bytes]:
    """Return what a track carries and how it is encoded."""
    handler = mp4_box(file, track, b"mdia", b"hdlr")
    table = mp4_box(file, track, b"mdia", b"minf", b"stbl", b"stsd")
    if handler is None or table is None:
        raise Malformed
    return content_of(file, handler)[8:12], content_of(file, table)[12:16]


def _mp4_size(file: BinaryIO, track: Box) -> tuple[int, int]:
    header = mp4_box(file, track, b"tkhd")
    if header is None:
        raise Malformed
    width, height = struct.unpack(">II", content_of(file, header)[-8:])
    return max(1, width >> 16), max(1, height >> 16)


def _mp4_duration(file: BinaryIO, moov: Box) -> int | None:
    header = mp4_box(file, moov, b"mvhd")
    if header is None:
        return None
    data = content_of(file, header)
    scale, length = struct.unpack(">IQ", data[20:32]) if data[0] == 1 else struct.unpack(">II", data[12:20])
    return round(length / scale) if scale else None


def _mp4_blanks(file: BinaryIO, top: list[Box], moov: Box) -> list[tuple[int, bytes]]:
    """The boxes of user data, as free space of the same size, so that no other place in the file moves."""
    inside = list(mp4_boxes(file, moov.start, moov.end))
    for track in [box for box in inside if box.type == b"trak"]:
        inside += mp4_boxes(file, track.start, track.end)
    beside = [box for box in [*top, *inside] if box.type in SAYS_BESIDE]
    if any(box.end - box.at > LARGEST_BLANK for box in beside):
        raise Malformed
    return [(box.at + 4, b"free" + bytes(box.end - box.at - 8)) for box in beside if box.start == box.at + 8]


def _webm(name: str, file: BinaryIO, size: int) -> RecognisedFile:
    top = webm_elements(file, 0, size)
    head = next(top, None)
    if head is None or head.type != b"\x1a\x45\xdf\xa3" or b"webm" not in content_of(file, head):
        raise Malformed
    segment = next((box for box in top if box.type == WEBM_SEGMENT), None)
    if segment is None:
        raise Malformed
    info = tracks = None
    for element in webm_elements(file, segment.start, segment.end):
        info = element if element.type == WEBM_INFO else info
        tracks = element if element.type == WEBM_TRACKS else tracks
        if info and tracks:
            break
    if tracks is None:
        raise Malformed
    width, height = _webm_size(file, tracks)
    seconds = _webm_duration(file, info) if info else None
    kind = "video" if width else "audio"
    return RecognisedFile(kind, name, "webm", f"{kind}/webm", b"", width, height, seconds, KeptPart(file, 0, size))


def _webm_size(file: BinaryIO, tracks: Box) -> tuple[int | None, int | None]:
    for track in webm_elements(file, tracks.start, tracks.end):
        if track.type != WEBM_TRACK:
            continue
        for video in (box for box in webm_elements(file, track.start, track.end) if box.type == b"\xe0"):
            numbers = {
                box.type: int.from_bytes(content_of(file, box, 8), "big")
                for box in webm_elements(file, video.start, video.end)
            }
            return numbers[b"\xb0"] or None, numbers[b"\xba"] or None
    return None, None


def _webm_duration(file: BinaryIO, info: Box) -> int | None:
    scale, length = 1_000_000, None
    for box in webm_elements(file, info.start, info.end):
        data = content_of(file, box, 8)
        if box.type == b"\x2a\xd7\xb1":
            scale = int.from_bytes(data, "big")
        elif box.type == b"\x44\x89":
            length = struct.unpack(">f" if len(data) == 4 else ">d", data)[0]
    return round(length * scale / 1_000_000_000) if length else None


MP3_RATES = (None, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, None)
MP3_SAMPLES = (44_100, 48_000, 32_000, None)


def _mp3(name: str, file: BinaryIO, size: int) -> RecognisedFile:
    """Two frames, one after the other, after the tags."""
    start, end = _mp3_bounds(file, size)
    file.seek(start)
    head = file.read(64 * 1024)
    shift = next((at for at in range(len(head) - 4) if _mp3_frame(head[at : at + 4])), None)
    if shift is None:
        raise Malformed
    length, rate = _mp3_frame(head[shift : shift + 4])
    if not _mp3_frame(head[shift + length : shift + length + 4]):
        raise Malformed
    seconds = round((end - start) * 8 / (rate * 1000)) if rate else None
    part = KeptPart(file, start + shift, end)
    return RecognisedFile("audio", name, "mp3", "audio/mpeg", b"", None, None, seconds, part)


def _mp3_bounds(file: BinaryIO, size: int) -> tuple[int, int]:
    """Where the sound begins and ends: tags (ID3) at the start and at the end are left out."""
    start, end = 0, size
    file.seek(0)
    head = file.read(10)
    while head[:3] == b"ID3" and len(head) == 10:
        start += 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
        file.seek(start)
        head = file.read(10)
    if size > 128:
        file.seek(size - 128)
        if file.read(3) == b"TAG":
            end -= 128
    if start >= end:
        raise Malformed
    return start, end


def _mp3_frame(head: bytes) -> tuple[int, int] | None:
    """Return length and rate of a frame of MPEG audio layer III, None for what is no frame's head."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    version, rate, sample = head[1] >> 3 & 3, head[2] >> 4, MP3_SAMPLES[head[2] >> 2 & 3]
    if version == 1 or sample is None or rate in {0, 15}:
        return None
    if version == 3:
        kilobits = MP3_RATES[rate]
    else:
        sample //= 2 if version == 2 else 4
        kilobits = (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)[rate - 1]
    samples = 144 if version == 3 else 72
    return samples * kilobits * 1000 // sample + (head[2] >> 1 & 1), kilobits


def _ogg(name: str, file: BinaryIO, size: int) -> RecognisedFile:
    file.seek(0)
    head = file.read(512)
    sounds = b"\x01vorbis" in head or b"OpusHead" in head
    if not head.startswith(b"OggS\x00") or not sounds or b"\x80theora" in head:
        raise Malformed
    return RecognisedFile("audio", name, "ogg", "audio/ogg", b"", None, None, None, KeptPart(file, 0, size))
