"""Styles of a Word file: what they inherit, however they refer to each other."""

from lxml import etree

from content.word.names import W
from content.word.styles import LONGEST_CHAIN, styles_of


def styles(*based_on: str):
    """Styles s0, s1 and so on, each based on the one that is named."""
    root = etree.Element(W + "styles")
    for place, base in enumerate(based_on):
        style = etree.SubElement(root, W + "style", {W + "styleId": f"s{place}", W + "type": "paragraph"})
        etree.SubElement(style, W + "basedOn", {W + "val": base})
    return styles_of(root)


def test_a_chain_ends_with_a_style_that_is_not_there():
    assert len(styles("s1", "nowhere").chain("s0")) == 2


def test_a_circle_of_styles_is_followed_once():
    assert len(styles("s1", "s0").chain("s0")) == 2


def test_an_endless_chain_is_cut_off():
    assert len(styles(*(f"s{each + 1}" for each in range(5000))).chain("s0")) == LONGEST_CHAIN
