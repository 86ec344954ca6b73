"""The names in a Word file's XML, short enough to read."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 (Microsoft's own prefix)
OFF = {"0", "false", "off", "none"}

Element = etree._Element


def value(element: Element | None, name: str = "val", default: str = "") -> str:
    """Return an attribute of the w namespace."""
    return default if element is None else element.get(W + name, default)


def setting(properties: Element | None, tag: str) -> str | None:
    """Return the value of a property such as w:jc, None when it is not set."""
    found = None if properties is None else properties.find(W + tag)
    return None if found is None else found.get(W + "val", "")


def switched(properties: Element | None, tag: str) -> bool | None:
    """Return whether a switch such as w:b is on, None when it is not set."""
    found = None if properties is None else properties.find(W + tag)
    return None if found is None else found.get(W + "val", "1") not in OFF


def number(text: str | None, default: int = 0) -> int:
    """Return a whole number out of an attribute, whatever a program wrote there."""
    try:
        return int(float(text or default))
    except (ValueError, OverflowError):
        return default


def children(element: Element) -> Iterator[Element]:
    """Yield the children, looking through wrappers that say nothing to us (sdt, smartTag, customXml)."""
    for child in element:
        if child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from children(content)
        elif child.tag in {W + "smartTag", W + "customXml"}:
            yield from children(child)
        elif isinstance(child.tag, str):
            yield child
