"""The forms of a report: files that other programs read, the same bytes each time, what is said without a library."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from sim.cli import main as cli
from sim.report.study.build import brief, report
from sim.report.study.document import Document, Figure, Head, Listing, Number, Paragraph, Section, Table, filled
from sim.report.study.save import FORMS, save_report
from sim.report.study.writers.docx import docx_bytes
from sim.report.study.writers.latex import latex, plain
from sim.report.study.writers.page import page_of
from sim.report.study.writers.widths import ROOM, shares
from sim.report.study.writers.xlsx import xlsx_bytes
from sim.studies.query import Study
from tests.report.study.invented import study_of

XELATEX = shutil.which("xelatex")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return Study(study_of(tmp_path_factory.mktemp("forms") / "study", "arms"))


@pytest.fixture(scope="module")
def found(study):
    return {language: report(study, language) for language in ("en", "zh")}


def awkward(language="en"):
    """A document whose texts hold all that a writer may take for its own."""
    signs = r"100 % of a_b & c$d #1 {x} \y ~ ^ <b> 'q' \"r\" − – ≤ † 乡镇 `code` =1+1"
    table = Table(
        "odd/name",
        signs,
        [Head("A_1"), Head("B", "%", True)],
        [(signs, Number("−1.5", -1.5, "%", "n1", "q1"))],
        (signs,),
    )
    blocks = [Paragraph((signs, Number("2", 2.0)), "note"), Listing("a --b c"), table]
    numbers = [
        {
            "number": "n1",
            "label": signs,
            "value": -1.5,
            "unit": "%",
            "statistic": "s",
            "query": "SELECT 1",
            "runs": 1,
            "run_ids": "a",
        }
    ]
    return Document(signs, signs, language, [Section("s", signs, blocks)], [signs], (), numbers)


def test_signs_of_a_text_are_those_of_the_text():
    page = page_of(awkward())
    assert "&lt;b&gt;" in page
    assert "<b> " not in page
    assert plain("a_b & 5 %") == r"a\_\allowbreak{}b \& 5 \%"
    text = latex(awkward())
    assert r"\documentclass[a4paper,10pt,fontset=fandol,scheme=plain]{ctexart}" in text
    assert "{article}" in latex(Document("A", "b", "en", []))


def test_a_workbook_has_a_sheet_a_table_with_units_and_the_origins(found):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(xlsx_bytes(found["en"])))
    tables = list(found["en"].blocks(Table))
    assert {each.name[:31] for each in tables} <= set(book.sheetnames)
    assert book.sheetnames[0] == "Contents"
    sheet = book["all_differences"]
    heads = [cell.value for cell in sheet[3]]
    assert heads[0] == "Arm"
    first = next(cell for cell in sheet[4] if isinstance(cell.value, float))
    assert first.hyperlink.location.startswith("'origins'!A")
    origins = book["origins"]
    line = int(first.hyperlink.location.rpartition("A")[2])
    assert origins.cell(line, 3).value * 100 == pytest.approx(first.value)  # points of a share, or of 0-1
    assert origins.cell(line, 6).value.startswith("WITH sides")


def test_no_cell_of_a_workbook_is_a_formula():
    from openpyxl import load_workbook

    table = Table("t", "=1", [Head("=2")], [("=3+4",), ("@x",)])
    book = load_workbook(io.BytesIO(xlsx_bytes(Document("d", "", "en", [Section("s", "s", [table])]))))
    assert book["t"]["A4"].data_type == book["t"]["A5"].data_type == "s"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_document_for_word_has_three_lines_a_table_captions_and_references(found, language):
    import docx

    paper = docx.Document(io.BytesIO(docx_bytes(found[language])))
    shown = [each for each in found[language].blocks(Table) if not each.full]
    assert len(paper.tables) == len(shown)
    for table in paper.tables:
        sides = [each.tag.removeprefix(W) for each in table._tbl.tblPr.find(f"{W}tblBorders")]
        assert sides == ["top", "bottom"]
        lines = [cell._tc.tcPr.find(f"{W}tcBorders") is not None for row in table.rows for cell in row.cells]
        assert sum(lines) == len(table.columns)  # below the heads
    pictures = paper.inline_shapes
    assert len(pictures) == len(list(found[language].blocks(Figure)))
    assert all(each._inline.docPr.get("descr") for each in pictures)
    texts = [each.text for each in paper.paragraphs]
    assert any(each.startswith("[1] The ruralparty developers") and "[CP]" in each for each in texts)
    start = {"en": "Table 1", "zh": "表1"}[language]
    assert any(each.startswith(start) for each in texts)


def test_the_same_report_has_the_same_bytes(study, found):
    again = report(study, "en")
    assert page_of(again) == page_of(found["en"])
    assert latex(again) == latex(found["en"])
    assert docx_bytes(again) == docx_bytes(found["en"])
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(again))) as one,
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(found["en"]))) as two,
    ):
        names = [each for each in one.namelist() if each != "docProps/core.xml"]
        assert [one.read(each) for each in names] == [two.read(each) for each in names]


def test_columns_of_a_table_fit_the_page():
    wide = Table("t", "", [Head("A"), Head("B", numeric=True), Head("C")], [("word " * 40, "−123.4", "long " * 60)])
    found = shares(wide)
    assert sum(found) <= 1
    assert found[1] * ROOM == pytest.approx(6)
    assert sum(shares(Table("t", "", [Head("A"), Head("B")], [("a", "b")]))) < 0.1


def test_a_sentence_keeps_its_numbers():
    number = Number("1.5", 1.5, "%", "n1", "q1")
    assert filled("In {runs} runs: {value}.", runs=3, value=number).parts == ("In ", "3", " runs: ", number, ".")


@pytest.mark.skipif(XELATEX is None, reason="there is no XeLaTeX")
@pytest.mark.parametrize(("language", "short", "columns"), [("en", False, 1), ("zh", False, 2), ("zh", True, 1)])
def test_latex_compiles(study, tmp_path, language, short, columns):
    document = (brief if short else report)(study, language)
    save_report(document, study, tmp_path / "out", ["latex"], columns=columns)
    said = compiled(tmp_path / "out")
    assert "Missing character" not in said
    pages = int(re.search(r"\((\d+) pages?\)", said.replace("\n", ""))[1])
    assert pages <= 2 or not short


@pytest.mark.skipif(XELATEX is None, reason="there is no XeLaTeX")
def test_awkward_signs_compile(tmp_path):
    (tmp_path / "report.tex").write_text(latex(awkward()), encoding="utf-8")
    compiled(tmp_path)


def compiled(folder):
    """What XeLaTeX said of ``report.tex``, which it compiled."""
    command = [XELATEX, "-interaction=nonstopmode", "-halt-on-error", "report.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    return (folder / "report.log").read_text(encoding="utf-8", errors="replace")


def test_figures_of_a_paper_are_vectors_with_their_fonts(study, tmp_path):
    save_report(report(study, "zh"), study, tmp_path / "out", ["latex"])
    for file in (tmp_path / "out" / "figures").glob("*.pdf"):
        content = file.read_bytes()
        assert b"/Type3" in content or b"/FontFile" in content
        assert b"/Subtype /Image" not in content


def test_the_command_writes_every_form(study, tmp_path, capsys):
    switches = [f"--{form}" for form in FORMS]
    out = tmp_path / "out"
    assert cli.main(["report", str(study.prepared.folder), *switches, "-o", str(out)]) == cli.DONE
    written = {path.name for path in out.iterdir()}
    assert written == {
        "index.html", "report.tex", "figures", "report.docx", "report.xlsx", "csv", "numbers.csv", "manifest.json",
    }  # fmt: skip
    held = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (held["forms"], held["study"]["digest"]) == (list(FORMS), study.status().digest)
    lines = list(csv.reader((out / "csv" / "costs.csv").open(encoding="utf-8")))
    assert len(lines) == 4
    assert cli.main(["report", str(study.prepared.folder), "--brief", "-o", str(out)]) == cli.DONE  # takes its place
    assert "report.tex" not in {path.name for path in out.iterdir()}


@pytest.mark.parametrize(("form", "library"), [("docx", "docx"), ("xlsx", "openpyxl")])
def test_without_the_library_the_command_names_the_extra(study, tmp_path, capsys, monkeypatch, form, library):
    monkeypatch.setitem(sys.modules, library, None)
    assert cli.main(["report", str(study.prepared.folder), f"--{form}", "-o", str(tmp_path / "out")]) == cli.BAD_INPUT
    assert "pip install 'ruralparty[report]'" in capsys.readouterr().err


def test_a_sweep_leaves_a_page_and_none_of_the_users_own_is_replaced(tmp_path, capsys, monkeypatch):
    from tests.report.study.invented import lived, text_of

    monkeypatch.setattr("sim.execution.work.simulate", lived)
    (tmp_path / "study.yaml").write_text(text_of("one arm", 3), encoding="utf-8")
    assert cli.main(["sweep", str(tmp_path), "--engine", "sequential"]) == cli.DONE
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert page.count("<figure>") >= page.count('<table class="three">')
    (tmp_path / "index.html").write_text("my own", encoding="utf-8")
    (tmp_path / "study.yaml").write_text(text_of("one arm", 4), encoding="utf-8")
    assert cli.main(["design", str(tmp_path)]) == cli.DONE
    assert cli.main(["sweep", str(tmp_path), "--engine", "sequential"]) == cli.DONE
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "my own"
    assert "a page of your own" in capsys.readouterr().err
