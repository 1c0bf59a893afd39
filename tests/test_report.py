"""Reports: one page that loads nothing and trusts no text, tables that no spreadsheet runs, and JSON.

The golden pages in ``tests/golden`` are what the report looks like today. After a wanted change, write them anew
with ``UPDATE_GOLDEN=1 python -m pytest tests/test_report.py`` and read the difference before committing it.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from osallisuus_nlp import Analysis, Gap, InvalidResult, __version__, analyse_document, parse_text, report
from osallisuus_nlp.assess import Assessment, Evidence, JudgedCriterion
from osallisuus_nlp.classify import Explanation, Explanations, LabelledPassage, Reason
from osallisuus_nlp.document import Box, Cell, Kind, Page, Passage, Table, assemble
from osallisuus_nlp.plan import Plan, PlanRow
from osallisuus_nlp.report import FORMATS, gaps_frame, named_frame

GOLDEN = Path(__file__).parent / "golden"
VOID = {"meta", "br", "hr", "img", "input", "link"}
LOADING = {"script", "iframe", "object", "embed", "link", "base", "form", "img", "audio", "video", "source", "image"}

HEADERS = ("Tavoite", "Toimenpide", "Vastuutaho", "Resurssi ja rahoitus", "Aikataulu", "Mittari")
ROWS = (
    ("Asukkaat kuullaan", "Asukasilta", "sivistyslautakunta", "2 000 €/v", "2026", "osallistujamäärä"),
    ("", "Verkkokysely", "kunta", "–", "", ""),
)


def table_row(cells: tuple[str, ...], top: float) -> Passage:
    filled = tuple(Cell(header, text) for header, text in zip(HEADERS, cells, strict=True))
    text = "\n".join(f"{cell.header}: {cell.text}" for cell in filled if cell.text)
    box = Box(50.0, top, 550.0, top + 20)
    return Passage(0, Kind.TABLE_ROW, text, 0, 0, 2, box, language="fi", cells=filled, table=0)


@pytest.fixture(scope="module")
def small() -> Analysis:
    """An analysis made by hand: two goals, three measures, five gaps, five criteria."""
    box = Box(50.0, 60.0, 550.0, 80.0)
    document = assemble(
        [
            Passage(0, Kind.HEADING, "Osallisuusohjelma", 0, 0, 1, box, level=1, language="fi"),
            Passage(0, Kind.PARAGRAPH, "Kylät toimivat yhdessä.", 0, 0, 1, box, language="fi"),
            table_row(ROWS[0], 100.0),
            table_row(ROWS[1], 120.0),
            Passage(0, Kind.PARAGRAPH, "Katu päällystetään.", 0, 0, 2, box, language="fi"),
        ],
        name="ohjelma.pdf",
        format="pdf",
        sha256="0" * 64,
        pages=[Page(1, 595.0, 842.0, ("Ohjelma 2026",)), Page(2, 595.0, 842.0)],
        tables=[Table(0, 2, HEADERS, ROWS)],
    )
    document = replace(document, language="fi")
    first, second = document.passages[2], document.passages[3]
    labels = (
        LabelledPassage(0),
        LabelledPassage(1, ("local",), (), ("goal",), {"local": 0.9, "goal": 0.8}),
        LabelledPassage(2, ("influencing",), ("dialogue",), ("goal", "measure"), {"influencing": 0.95}),
        LabelledPassage(3, ("influencing",), (), ("measure",), {"influencing": 0.7}),
        LabelledPassage(4, (), (), ("measure",), {"measure": 0.6}),
    )

    def row(number: int, kind: str, text: str, passage: int, *, of_table: bool) -> PlanRow:
        at = document.passages[passage]
        source = "table" if of_table else "prose"
        perspectives = labels[passage].perspectives
        heading = "Osallisuusohjelma"
        return PlanRow(number, kind, text, at.start, at.end, passage, at.page, heading, perspectives, (), source=source)

    plan = Plan(
        (
            row(0, "goal", "Kylät toimivat yhdessä.", 1, of_table=False),
            row(1, "goal", "Asukkaat kuullaan", 2, of_table=True),
            replace(
                row(2, "measure", "Asukasilta", 2, of_table=True),
                house=("dialogue",),
                responsible=("sivistyslautakunta",),
                funding=("2 000 €/v",),
                timetable=("2026",),
                indicator=("osallistujamäärä",),
                goal=1,
            ),
            replace(row(3, "measure", "Verkkokysely", 3, of_table=True), vague=("kunta",), goal=1),
            row(4, "measure", "Katu päällystetään.", 4, of_table=False),
        )
    )
    gaps = (
        Gap("goal_without_measure", "", 0, 1, "Kylät toimivat yhdessä.", ("looked_in_section",)),
        Gap("vague_responsible", "", 3, 2, "Verkkokysely", ("looked_in_row", "only_vague")),
        Gap("measure_without_funding", "", 3, 2, "Verkkokysely", ("looked_in_row",)),
        Gap("perspective_uncovered", "own_life", reason=("looked_in_document",)),
        Gap("criterion_absent", "definition", reason=("looked_in_document",)),
    )
    assessment = Assessment(
        (
            JudgedCriterion("definition", "A", 0, 2, 0.5),
            JudgedCriterion("own_life", "C", 0, 3, 0.9),
            JudgedCriterion(
                "influencing",
                "C",
                3,
                3,
                0.95,
                (
                    Evidence(2, 2, first.text, "influencing", 0.95, 3),
                    Evidence(3, 2, second.text, "influencing", 0.7, 2),
                ),
            ),
            JudgedCriterion("local", "C", 2, 3, 0.9, (Evidence(1, 1, "Kylät toimivat yhdessä.", "local", 0.9, 2),)),
            JudgedCriterion("follow_up", "G", None, 3, 0.0, note="not_judged"),
        ),
        {"A": 0.0, "C": 55.6},
        27.8,
        gaps,
    )
    explanations = (
        Explanation(2, "influencing", 0.95, False, (Reason("word", "asukasilta", 2.31), Reason("rest", "", 0.63))),
        Explanation(
            3,
            "influencing",
            0.7,
            False,
            (
                Reason("word", "verkkokysely", 1.4),
                Reason("heading", "osallisuusohjelma", 0.6),
                Reason("word", "kunta", -0.55),
                Reason("word", "ja", -0.01),
                Reason("form", "", 0.0),
                Reason("rest", "", -0.6),
            ),
        ),
        Explanation(3, "measure", 0.9, True, (Reason("word", "verkkokysely", 0.4), Reason("form", "", 1.8))),
    )
    return Analysis(document, labels, plan, assessment, explanations=Explanations(explanations))


class Html(HTMLParser):
    """Reads a page, and fails where a tag is closed that is not open."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another tag"

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


def page_of(analysis: Analysis, tmp_path: Path, language: str = "fi") -> str:
    (path,) = report(analysis, tmp_path / f"report.{language}.html", language=language)
    return path.read_text(encoding="utf-8")


# ---------------------------------------------------------------- HTML


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_page_is_the_golden_one(language: str, small: Analysis, tmp_path: Path) -> None:
    page = page_of(small, tmp_path, language).replace(f"osallisuus_nlp {__version__}", "osallisuus_nlp VERSION")
    golden = GOLDEN / f"report.{language}.html"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(page, encoding="utf-8", newline="\n")
    assert page == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_page_is_well_formed(language: str, small: Analysis, tmp_path: Path) -> None:
    html = Html(page_of(small, tmp_path, language))
    assert html.open == []
    assert html.tags[0] == ("html", {"lang": language})
    ids = html.values("id")
    assert len(set(ids)) == len(ids)


def test_page_loads_nothing_and_links_only_to_itself(small: Analysis, tmp_path: Path) -> None:
    page = page_of(small, tmp_path)
    html = Html(page)
    assert not {tag for tag, _ in html.tags} & LOADING
    assert not [name for _, attrs in html.tags for name in attrs if name.startswith("on")]
    assert not [*html.values("src"), *html.values("srcset"), *html.values("xlink:href"), *html.values("action")]
    assert html.values("href")
    assert {link[1:] for link in html.values("href")} <= set(html.values("id"))
    assert all(link.startswith("#") for link in html.values("href"))
    assert "url(" not in page
    assert "@import" not in page


def test_page_shows_what_is_there_and_what_is_missing(small: Analysis, tmp_path: Path) -> None:
    text = " ".join(Html(page_of(small, tmp_path, "en")).text.split())
    for words in ("Osallisuusohjelma", "ohjelma.pdf", "sivistyslautakunta", "2 000 €/v", "osallistujamäärä"):
        assert words in text
    assert "28 / 100" in text
    assert "Asukasilta" in text
    assert "Katu päällystetään." in text


def test_a_quoted_passage_says_why_it_has_its_labels(small: Analysis, tmp_path: Path) -> None:
    page = page_of(small, tmp_path).replace("<br>", " ")
    said = [
        " ".join(Html(part).text.split()) for part in re.findall(r'<details class="words">.*?</details>', page, re.S)
    ]
    label = "Osallisuus vaikuttamisen prosesseissa"
    of_survey = (
        f"{label} 70 % puolesta: verkkokysely +1,4, otsikko: osallisuusohjelma +0,6 vastaan: kunta −0,6 "
        "muu: muu teksti ja luokan yleisyys −0,6"
    )
    of_measure = (
        "Toimenpide, ratkaisuehdotus 90 %: taulukon sarake tai luettelon johdanto sanoo sen suoraan "
        "puolesta: verkkokysely +0,4 muu: muoto ja sanojen lajit +1,8"
    )
    question = "Miksi nämä luokat?"
    assert said == [
        f"{question} {of_survey} {of_measure}",  # where a gap quotes it first; the second gap does not repeat it
        f"{question} {label} 95 % puolesta: asukasilta +2,3 muu: muu teksti ja luokan yleisyys +0,6",
        f"{question} {of_survey}",  # beneath an evidence, of the label that it speaks for
    ]
    assert "<details open" not in page


def test_without_explanations_nothing_is_said(small: Analysis, tmp_path: Path) -> None:
    page = page_of(replace(small, explanations=Explanations()), tmp_path)
    assert 'class="words"' not in page


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror="alert(1)">',
    "{{ 7*7 }} {% raise %}",
    "</style></title><b onclick='x'>&amp;",
)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_text_of_the_document_stays_text(hostile: str, language: str, small: Analysis, tmp_path: Path) -> None:
    document = replace(
        small.document,
        name=f"name {hostile}.pdf",
        passages=tuple(
            replace(passage, text=f"{passage.kind} {hostile} {passage.text}") for passage in small.document.passages
        ),
    )
    rows = tuple(
        replace(
            row,
            text=f"row {hostile}",
            heading=hostile,
            responsible=(f"party {hostile}",) if row.responsible else (),
            vague=(f"vague {hostile}",) if row.vague else (),
            funding=(f"money {hostile}",),
            resources=(f"resources {hostile}",),
            timetable=(f"time {hostile}",),
            indicator=(f"indicator {hostile}",),
        )
        for row in small.plan.rows
    )
    assessment = replace(
        small.assessment,
        criteria=tuple(
            replace(
                entry,
                evidence=tuple(replace(item, text=f"evidence {hostile}") for item in entry.evidence),
            )
            for entry in small.assessment.criteria
        ),
        gaps=tuple(replace(gap, quote=f"quote {hostile}") if gap.row is not None else gap for gap in small.gaps),
    )
    explanations = tuple(
        replace(
            one, reasons=tuple(reason._replace(feature=reason.feature and f"word {hostile}") for reason in one.reasons)
        )
        for one in small.explanations.entries
    )
    attacked = Analysis(document, small.labels, Plan(rows), assessment, explanations=Explanations(explanations))
    page, plain = page_of(attacked, tmp_path, language), page_of(small, tmp_path, language)
    assert "<script" not in page.lower()
    html = Html(page)
    # The same elements with the same attributes as in the harmless report, and all of the text as text.
    assert [(tag, sorted(attrs)) for tag, attrs in html.tags] == [
        (tag, sorted(attrs)) for tag, attrs in Html(plain).tags
    ]
    for place in (
        "name",
        "heading",
        "row",
        "party",
        "vague",
        "money",
        "time",
        "indicator",
        "evidence",
        "quote",
        "word",
    ):
        assert f"{place} {hostile}" in html.text


def test_long_quotes_are_cut(small: Analysis, tmp_path: Path) -> None:
    long = "Asukkaat kuullaan. " * 100
    gaps = (replace(small.gaps[0], quote=long),)
    page = page_of(replace(small, assessment=replace(small.assessment, gaps=gaps)), tmp_path)
    assert long not in page
    (cut,) = re.findall(r"<blockquote>(Asukkaat kuullaan\. Asukkaat[^<]+)…</blockquote>", page)
    assert long.startswith(cut)


def test_report_without_plan_gaps_and_scores(small: Analysis, tmp_path: Path) -> None:
    empty = Analysis(small.document, small.labels, Plan(()), Assessment((), {}, None, ()))
    html = Html(page_of(empty, tmp_path))
    assert html.open == []
    assert "Pisteitä ei voitu laskea." in html.text
    assert "Puutteita ei löytynyt." in html.text
    assert "Tavoitteita tai toimenpiteitä ei löytynyt." in html.text


def test_the_same_analysis_gives_the_same_page(small: Analysis, tmp_path: Path) -> None:
    assert page_of(small, tmp_path) == page_of(Analysis.from_json(small.to_json()), tmp_path)


# ---------------------------------------------------------------- CSV


def tables_of(analysis: Analysis, tmp_path: Path) -> dict[str, list[dict[str, str]]]:
    tables = {}
    for path in report(analysis, tmp_path / "report.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.name] = list(csv.DictReader(file))
    return tables


def test_tables_stand_beside_each_other(small: Analysis, tmp_path: Path) -> None:
    written = report(small, tmp_path / "report.csv")
    assert [path.name for path in written] == [
        "report.passages.csv",
        "report.plan.csv",
        "report.criteria.csv",
        "report.gaps.csv",
        "report.named.csv",
        "report.planning.csv",
    ]
    assert sorted(tmp_path.iterdir()) == sorted(written)
    for path in written:
        assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets know UTF-8 by its byte-order mark"


def test_tables_have_the_columns_of_the_frames(small: Analysis, tmp_path: Path) -> None:
    tables = tables_of(small, tmp_path)
    frames = {
        "report.passages.csv": small.passages.to_frame(),
        "report.plan.csv": small.plan.to_frame(),
        "report.criteria.csv": small.assessment.to_frame(),
        "report.gaps.csv": gaps_frame(small),
    }
    for name, frame in frames.items():
        assert list(tables[name][0]) == list(frame.columns)
        assert len(tables[name]) == len(frame)
    plan = tables["report.plan.csv"]
    assert plan[2]["responsible"] == "sivistyslautakunta"
    assert plan[2]["goal"] == "Asukkaat kuullaan"
    criteria = {row["criterion"]: row for row in tables["report.criteria.csv"]}
    assert criteria["influencing"]["level"] == "3"
    assert criteria["influencing"]["page"] == "2; 2"
    assert criteria["follow_up"]["level"] == ""


def test_channels_and_steering_documents_have_their_place_and_their_measure() -> None:
    text = "# Osallisuusohjelma\n\nOhjelma täydentää kuntastrategiaa.\n\nAsukaskysely tehdään keväällä 2026 asukkaille."
    analysis = analyse_document(parse_text(text))
    frame = named_frame(analysis)
    assert [(row.kind, row.id, row.text) for row in frame.itertuples()] == [
        ("steering_document", "strategy", "kuntastrategiaa"),
        ("channel", "survey", "Asukaskysely"),
    ]
    assert [analysis.document.text[row.start : row.end] for row in frame.itertuples()] == list(frame["text"])
    (measure,) = analysis.plan.measures
    assert list(frame["row"].fillna(-1)) == [-1, measure.id]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_is_a_formula(start: str, small: Analysis, tmp_path: Path) -> None:
    formula = f'{start}HYPERLINK("http://x.invalid")'
    document = replace(
        small.document,
        passages=tuple(replace(passage, text=formula, headings=(formula,)) for passage in small.document.passages),
    )
    rows = tuple(
        replace(row, text=formula, heading=formula, responsible=(formula, "kirjasto")) for row in small.plan.rows
    )
    assessment = replace(
        small.assessment,
        criteria=tuple(
            replace(entry, evidence=tuple(replace(item, text=formula) for item in entry.evidence))
            for entry in small.assessment.criteria
        ),
        gaps=tuple(replace(gap, quote=formula) for gap in small.gaps),
    )
    tables = tables_of(Analysis(document, small.labels, Plan(rows), assessment), tmp_path)
    cells = [cell for table in tables.values() for row in table for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert tables["report.passages.csv"][0]["text"] == "'" + formula
    assert tables["report.plan.csv"][0]["responsible"] == f"'{formula}; kirjasto"
    assert tables["report.gaps.csv"][0]["quote"] == "'" + formula


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_gaps_frame_tells_what_to_write(language: str, small: Analysis) -> None:
    frame = gaps_frame(small, language=language)
    assert list(frame.columns) == ["kind", "subject", "severity", "page", "quote", "remedy", "confidence"]
    assert list(frame["kind"]) == [gap.kind for gap in small.gaps]
    assert set(frame["severity"]) <= {"high", "medium", "low"}
    assert list(frame["page"].isna()) == [False, False, False, True, True]
    assert frame["remedy"].str.len().min() > 40
    assert frame["remedy"].is_unique


# ---------------------------------------------------------------- JSON, and what is refused


def test_json_gives_the_analysis_back(small: Analysis, tmp_path: Path) -> None:
    (path,) = report(small, tmp_path / "report.json")
    assert Analysis.from_json(path.read_bytes()) == small
    assert Analysis.from_json(small.to_json()) == small


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"document": 1}', "not JSON", '{"document": {"name": "x"}, "labels": []}']
)
def test_other_json_is_no_analysis(text: str) -> None:
    with pytest.raises(InvalidResult, match="not the JSON of an analysis"):
        Analysis.from_json(text)


def test_analysis_of_another_version_is_refused(small: Analysis) -> None:
    with pytest.raises(InvalidResult, match=r"format 99.*analyse again"):
        Analysis.from_json(replace(small, format=99).to_json())


def test_formats() -> None:
    assert FORMATS == ("html", "json", "csv", "xlsx")


@pytest.mark.parametrize("name", ["report.docx", "report", "report.html.bak"])
def test_unknown_format(name: str, small: Analysis, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there are html, json, csv, xlsx"):
        report(small, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", ["de", "FI", ""])
def test_unknown_language(language: str, small: Analysis, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there are fi, sv, en"):
        report(small, tmp_path / "report.html", language=language)
    assert list(tmp_path.iterdir()) == []


def test_ending_may_be_in_capitals_and_path_a_string(small: Analysis, tmp_path: Path) -> None:
    assert report(small, str(tmp_path / "RAPORTTI.HTML")) == [tmp_path / "RAPORTTI.HTML"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ["Kyselyt", "Hyvinvointikertomus ja -suunnitelma", "Kuntalaki (410/2015)", "/fi/lainsaadanto/2015/410"]),
        (
            "sv",
            ["Enkäter", "Välfärdsberättelse och välfärdsplan", "Kommunallag (410/2015)", "/sv/lagstiftning/2015/410"],
        ),
    ],
)
def test_the_report_tells_which_channels_documents_and_acts_are_named(
    tmp_path: Path, language: str, words: list[str]
) -> None:
    text = "Ohjelma\n\nKuntalain 22 §:n mukaan asukkaita kuullaan. Asukaskysely liitetään hyvinvointikertomukseen.\n"
    page = page_of(analyse_document(parse_text(text)), tmp_path, language)
    section = page[page.index('<section id="named">') : page.index('<section id="gaps">')]
    assert [word for word in words if word not in section] == []
    bare = page_of(analyse_document(parse_text("Ohjelma\n\nTalkoot pidetään.\n")), tmp_path, language)
    assert "#named" not in bare
