"""The report of a study as one document, and its short form of two pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.core.config.language import Language
from sim.report.study.document import Document, Section
from sim.report.study.material import Material
from sim.report.study.parts.analyses import analyses
from sim.report.study.parts.brief import in_brief, page_after_a_sweep
from sim.report.study.parts.effects import effects
from sim.report.study.parts.limits import limits, provenance, references
from sim.report.study.parts.money import money
from sim.report.study.parts.over_time import over_time
from sim.report.study.parts.points import points
from sim.report.study.parts.question import question, scenarios
from sim.report.study.parts.quorum import quorum
from sim.report.study.parts.replicates import replicates
from sim.studies.query import Study
from sim.words.labels import word

WORDS: Mapping[str, tuple[str, str]] = {
    "subtitle": (
        "Study {name}: {runs} runs, version {version}, digest {digest}",
        "研究{name}：{runs}次运行，版本{version}，结果摘要{digest}",
    )
}
SHORT = 12


def report(study: Study, language: Language = "en", outcomes: Sequence[str] | None = None) -> Document:
    """The whole report.

    Parameters
    ----------
    study : Study
    language : {"en", "zh"}
    outcomes : sequence of str, optional
        The headlines that the study keeps, if left out.
    """
    material = Material(study, language, outcomes)
    sections: list[Section | None] = [question(material), scenarios(material), replicates(material)]
    if material.groups:
        sections += [effects(material), over_time(material), money(material)]
    sections += [points(material), analyses(material)]
    if material.groups:
        sections.append(quorum(material))
    sections += [limits(material), provenance(material)]
    return _document(material, sections)


def brief(study: Study, language: Language = "en", outcomes: Sequence[str] | None = None) -> Document:
    """Two pages for those who decide."""
    material = Material(study, language, outcomes)
    return _document(material, in_brief(material), short=True)


def short_page(study: Study, language: Language = "en") -> Document:
    """What a study folder shows after a sweep: no table without a picture."""
    material = Material(study, language)
    return _document(material, page_after_a_sweep(material))


def _document(material: Material, sections: Sequence[Section | None], short: bool = False) -> Document:
    study, status = material.prepared.study, material.status
    told = {"name": study["name"], "runs": f"{status.done:,}", "digest": status.digest[:SHORT]}
    subtitle = word("subtitle", material.language, WORDS, version=material.prepared.manifest["version"], **told)
    return Document(
        title=titled(study, material.language),
        subtitle=subtitle,
        language=material.language,
        sections=[each for each in sections if each is not None],
        references=references(material),
        sources=material.book.sources,
        numbers=material.book.lines,
        short=short,
    )


def titled(study: Mapping[str, str], language: Language) -> str:
    """The title of a study; of one in both languages, the half in the language asked for."""
    title = study.get("title") or study["name"]
    halves = title.split(" / ")
    return halves[-1] if language == "zh" and len(halves) == 2 else halves[0]
