"""Pictures lose what they say beside the picture; recordings and archives are what their bytes say."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from sites.files import FileRefused, recognised
from sites.files.subtitles import webvtt
from tests.content.files import a_video, box, mp3, mp4, track

UPRIGHT = 6  # EXIF: turn by 90 degrees


def look(name: str, content: bytes):
    return recognised(SimpleUploadedFile(name, content))


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def seen(name: str, content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(look(name, content).content))


def test_place_comment_profile_and_what_is_appended_stay_behind():
    exif = Image.Exif()
    exif[0x010F] = "camera of somebody"
    exif.get_ifd(0x8825)[2] = (26.0, 34.0, 12.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    taken = saved(
        Image.new("RGB", (60, 40), (9, 90, 9)), "JPEG", exif=exif, comment=b"hidden words", icc_profile=profile
    )
    kept = look("a.jpg", taken + b"PK\x03\x04appended").content
    for secret in (b"camera", b"hidden", b"appended", b"Exif", b"ICC_PROFILE"):
        assert secret not in kept


def test_a_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = UPRIGHT
    assert seen("a.jpg", saved(Image.new("RGB", (60, 40)), "JPEG", exif=exif)).size == (40, 60)


def test_colours_of_print_become_those_of_screens():
    assert seen("a.jpg", saved(Image.new("CMYK", (40, 30), (0, 255, 255, 0)), "JPEG")).mode == "RGB"


def test_what_shines_through_still_does():
    glass = Image.new("RGBA", (40, 30), (200, 0, 0, 0))
    glass.paste((0, 0, 200, 255), (0, 0, 20, 30))
    kept = seen("a.png", saved(glass, "PNG"))
    assert (kept.format, kept.getpixel((39, 0))[3]) == ("PNG", 0)


def test_an_indexed_picture_with_a_transparent_colour_keeps_it():
    flat = Image.new("P", (40, 30), 1)
    flat.putpalette([255, 255, 255, 10, 20, 30])
    assert seen("a.gif", saved(flat, "GIF", transparency=1)).mode == "RGBA"


def test_a_drawing_stays_sharp():
    drawing = Image.new("RGB", (300, 200), (255, 255, 255))
    drawing.paste((0, 0, 0), (20, 20, 200, 24))
    assert look("图解.png", saved(drawing, "PNG")).extension == "png"


def test_an_animation_keeps_moving():
    frames = [Image.new("RGB", (40, 30), (shade, 0, 0)) for shade in (0, 120, 240)]
    kept = look("a.gif", saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80))
    assert (kept.extension, Image.open(io.BytesIO(kept.content)).n_frames) == ("webp", 3)


def test_a_very_long_picture_keeps_its_width():
    assert seen("长图.png", saved(Image.new("1", (800, 9000)), "PNG")).size == (800, 9000)


def test_sixteen_bits_become_eight():
    assert seen("a.png", saved(Image.new("I;16", (20, 20), 65535), "PNG")).convert("RGB").getpixel((3, 3)) == (255,) * 3


@pytest.mark.parametrize(
    ("name", "advice"), [("a.svg", "PNG"), ("a.heic", "JPG"), ("a.mov", "MP4"), ("a.rar", "ZIP"), ("a.docm", "宏")]
)
def test_what_is_refused_by_kind_says_what_to_do_instead(name, advice):
    with pytest.raises(FileRefused, match=advice):
        look(name, b"whatever")


def test_a_video_is_known_by_its_container():
    film = recognised(a_video())
    assert (film.kind, film.content_type, film.width, film.height, film.duration) == (
        "video",
        "video/mp4",
        1280,
        720,
        30,
    )
    assert b"".join(film.chunks()) == a_video().read()


def test_sound_alone_is_audio():
    assert look("a.m4a", mp4(track(b"soun", b"mp4a"))).kind == "audio"


def test_a_video_forgets_where_it_was_taken():
    beside = box(b"udta", box(b"\xa9xyz", b"+26.5783+106.7135/"))
    kept = b"".join(recognised(a_video(beside=beside)).chunks())
    assert b"+26.5783" not in kept
    assert len(kept) == a_video(beside=beside).size


def test_a_video_that_browsers_do_not_play_is_refused():
    with pytest.raises(FileRefused, match=r"H\.264"):
        look("a.mp4", mp4(track(b"vide", b"hvc1", (1280, 720))))


def test_tags_of_an_mp3_stay_behind():
    tags = b"ID3\x03\x00\x00\x00\x00\x01\x00" + b"secret".ljust(128, b"\x00")
    heard = look("a.mp3", tags + mp3() + b"TAG" + b"secret".ljust(125, b"\x00"))
    kept = b"".join(heard.chunks())
    assert (heard.kind, kept) == ("audio", mp3())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(40)),
        ("a.mp4", b"<html>" + bytes(99)),
        ("a.mp4", mp4()),
        ("a.webm", b"\x1a\x45\xdf\xa3"),
        ("a.webm", b"\x1a\x45\xdf\xa3\x84webm\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"),
        ("a.mp3", b"\xff\xfb\x90\x00" + bytes(500)),
        ("a.mp3", b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f"),
        ("a.ogg", b"OggS\x00nothing that sounds"),
        ("a.m4a", bytes(range(256)) * 8),
    ],
)
def test_what_is_no_recording_is_refused(name, content):
    with pytest.raises(FileRefused, match=r"。$"):
        look(name, content)


def an_archive(*entries: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("setup.exe", b"MZ"),
        ("report.pdf", b"MZ\x90\x00"),
        ("page.html", b"<html>"),
        ("../../etc/passwd.txt", b"x"),
        ("inner.zip", b"PK"),
        ("zeros.txt", bytes(60_000_000)),
    ],
)
def test_an_archive_is_looked_into(name, content):
    with pytest.raises(FileRefused):
        look("材料.zip", an_archive(("说明.txt", b"x"), (name, content)))


def test_an_archive_of_documents_is_taken():
    assert look("材料.zip", an_archive(("附件/说明.txt", b"x"), ("附件/a.pdf", b"%PDF"))).kind == "document"


def test_subtitles_of_either_kind_become_webvtt():
    srt = "1\r\n00:00:01,000 --> 00:00:02,500\r\n<b>大家</b>好 & 欢迎\r\n\r\n2\n00:01:00,000 --> 00:01:01,000\n再见\n"
    text = webvtt(SimpleUploadedFile("a.srt", srt.encode("gb18030")))
    assert text.startswith("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n大家好 &amp; 欢迎\n")
    assert webvtt(SimpleUploadedFile("a.vtt", text.encode())) == text


@pytest.mark.parametrize(
    "text", ["", "<html>", "1\n00:00:05,000 --> 00:00:01,000\n倒着\n", "1\n00:99 --> 00:00:01,000\n错\n"]
)
def test_subtitles_that_cannot_be_read_are_refused_with_a_sentence(text):
    with pytest.raises(FileRefused, match=r"。$"):
        webvtt(SimpleUploadedFile("a.srt", text.encode()))
