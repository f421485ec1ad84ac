"""Chinese fonts in tests of reports: none, or one of black squares, whatever the machine has."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib import font_manager

from sim.report.layout import figures

SQUARES = "Squares for Tests"
CHINESE = (range(0x2014, 0x2027), range(0x3000, 0x3020), range(0x4E00, 0xA000), range(0xFF00, 0xFF5F))
EM = 1000


def write_squares(path: Path) -> None:
    """Write a font that has a square for every letter that Chinese texts are made of."""
    pen = TTGlyphPen(None)
    corners = [(50, -100), (50, 800), (950, 800), (950, -100)]
    pen.moveTo(corners[0])
    for corner in corners[1:]:
        pen.lineTo(corner)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap({letter: "square" for letters in CHINESE for letter in letters})
    font.setupGlyf({".notdef": square, "square": square})
    font.setupHorizontalMetrics({".notdef": (EM, 50), "square": (EM, 50)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": SQUARES, "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    font.save(path)


@pytest.fixture
def fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all Chinese fonts: empty; those of the machine and of the set-up are hidden."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    look = font_manager.findSystemFonts
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: look(str(folder)))
    monkeypatch.setattr(font_manager.fontManager, "ttflist", list(font_manager.fontManager.ttflist))
    monkeypatch.setattr(figures, "CHINESE_FONTS", (SQUARES,))
    monkeypatch.setattr(figures, "FONT_PACKAGE", "no_such_package")
    return folder


@pytest.fixture
def squares(fonts: Path) -> Path:
    """A Chinese font, the only one."""
    path = fonts / "squares.ttf"
    write_squares(path)
    return path
