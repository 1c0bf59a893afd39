"""Levels, their evidence, the scores made of them, and the gaps of a whole document.

The labels are made by hand, so that nothing here but the samples depends on how the classifier was trained.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from osallisuus_nlp import Analysis, Framework, load_framework
from osallisuus_nlp.assess import Assessment, JudgedCriterion, assess, group_scores, total_score
from osallisuus_nlp.classify import LabelledPassage, LabelledPassages
from osallisuus_nlp.document import Document, Kind, Passage, assemble
from osallisuus_nlp.framework import default_framework
from osallisuus_nlp.plan import build_plan, plan_gaps


class P(NamedTuple):
    """A paragraph and the labels that a reader would give it."""

    text: str
    elements: tuple[str, ...] = ()
    perspectives: tuple[str, ...] = ()
    house: tuple[str, ...] = ()
    probabilities: dict[str, float] = {}  # noqa: RUF012 (never changed)


def judged(
    *paragraphs: P, language: str = "fi", framework: Framework | None = None, organisation: str | None = None
) -> tuple[Document, Assessment]:
    document = assemble(
        [Passage(0, Kind.PARAGRAPH, one.text, 0, 0, 3, language=language) for one in paragraphs],
        name="x.txt",
        format="txt",
        sha256="0" * 64,
    )
    labels = LabelledPassages(
        document,
        tuple(
            LabelledPassage(place, one.perspectives, one.house, one.elements, one.probabilities)
            for place, one in enumerate(paragraphs)
        ),
    )
    plan = build_plan(document, labels)
    assessment = assess(
        document, labels, plan, plan_gaps(plan), framework or default_framework(), organisation=organisation
    )
    return document, assessment


def criterion(assessment: Assessment, name: str) -> JudgedCriterion:
    return next(entry for entry in assessment.criteria if entry.criterion == name)


def level(name: str, *paragraphs: P, language: str = "fi") -> int | None:
    return criterion(judged(*paragraphs, language=language)[1], name).level


OWN = """
[[criterion]]
id = "boat_landing"
fi = "Venelaituri"
sv = "Båtbrygga"
en = "Boat landing"
source = ["sokra-johtaminen"]
group = "E"
max = 2
question = { fi = "Onko laituri?", sv = "Finns det en brygga?", en = "Is there a landing?" }
guidance = { fi = "Kirjatkaa laituri.", sv = "Skriv in bryggan.", en = "Write down the landing." }
"""
OWN_TERMS = OWN + 'terms = { fi = ["venelaituri"], sv = ["båtbrygg"] }\n'


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], Framework]:
    """Return a maker of frameworks with a user's entries."""

    def make(text: str) -> Framework:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return load_framework(path)

    return make


# ---------------------------------------------------------------- levels by label


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (P("Tiet ovat kunnossa."), 0),
        (P("Palaute on arvokasta.", house=("feedback",)), 1),
        (P("Asiakkaiden palaute parantaa palvelua.", ("goal",), house=("feedback",)), 2),
        (P("Asiakkailta kerätään palautetta.", ("measure",), house=("feedback",)), 2),
        # Anchored by a named party, by money, or by a time and a way of following up.
        (P("Laatupäällikkö kerää palautteen asiakkailta.", ("measure",), house=("feedback",)), 3),
        (P("Palaute kerätään, rahoitus 5 000 €/v.", ("measure",), house=("feedback",)), 3),
        (P("Palaute kerätään vuosittain.", ("measure",), house=("feedback",)), 2),
        (
            P("Palaute kerätään vuosittain ja palautteiden määrää seurataan.", ("measure",), house=("feedback",)),
            3,
        ),
    ],
)
def test_level_of_a_house_level(paragraph: P, expected: int) -> None:
    assert level("feedback", paragraph) == expected


def test_level_of_a_perspective_in_swedish() -> None:
    measure = P("Bildningsnämnden ordnar en bykväll.", ("measure",), ("local",))
    assert level("local", measure, language="sv") == 3
    assert level("influencing", measure, language="sv") == 0


def test_best_passage_decides() -> None:
    _, assessment = judged(
        P("Palaute on arvokasta.", house=("feedback",), probabilities={"feedback": 0.9}),
        P("Palaute kerätään.", ("measure",), house=("feedback",), probabilities={"feedback": 0.7}),
    )
    found = criterion(assessment, "feedback")
    assert found.level == 2
    assert [(item.passage, item.level) for item in found.evidence] == [(1, 2), (0, 1)]
    assert found.confidence == 0.7


@pytest.mark.parametrize(("probability", "expected"), [(0.9, 2), (0.2, 1)])
def test_label_that_is_unsure_is_no_more_than_a_mention(probability: float, expected: int) -> None:
    unsure = P("Palaute kerätään.", ("measure",), house=("feedback",), probabilities={"feedback": probability})
    assert level("feedback", unsure) == expected


def test_evidence_tells_passage_page_label_and_probability() -> None:
    _, assessment = judged(P("Palaute kerätään.", ("measure",), house=("feedback",), probabilities={"feedback": 0.8}))
    (item,) = criterion(assessment, "feedback").evidence
    assert (item.passage, item.page, item.text) == (0, 3, "Palaute kerätään.")
    assert (item.label, item.probability, item.level) == ("feedback", 0.8, 2)


def test_absence_is_as_sure_as_the_nearest_passage_is_far() -> None:
    _, assessment = judged(P("Katu.", probabilities={"feedback": 0.3}), P("Tie.", probabilities={"feedback": 0.1}))
    found = criterion(assessment, "feedback")
    assert (found.level, found.evidence) == (0, ())
    assert found.confidence == pytest.approx(0.7)


# ---------------------------------------------------------------- levels by words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Ohjelma nojaa kuntalain 22 §:ään.", "fi", 2),
        ("Programmet grundar sig på kommunallagen (410/2015).", "sv", 2),
        ("Hyvinvointialuelaki (611/2021) velvoittaa.", "fi", 2),
        ("Verkkosivut noudattavat lakia 306/2019.", "fi", 1),
        ("Asukkaita kuullaan lain mukaan.", "fi", 1),
        ("Asukkaita kuullaan.", "fi", 0),
    ],
)
def test_legal_basis(text: str, language: str, expected: int) -> None:
    assert level("legal_basis", P(text), language=language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Katu päällystetään.", 0),
        ("Ohjelman toteutumista seurataan.", 1),
        ("Ohjelman toteutumista seurataan vuosittain.", 2),
        ("Osallisuuskoordinaattori seuraa ohjelman toteutumista vuosittain.", 3),
    ],
)
def test_follow_up_asks_who_and_when(text: str, expected: int) -> None:
    assert level("follow_up", P(text)) == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (P("Osallistuva budjetointi on yksi tapa vaikuttaa."), 1),
        (P("Asukkaat äänestävät kylien ideoista.", ("measure",), ("local",)), 2),
        (P("Osallistuvaan budjetointiin varataan 20 000 €.", ("measure",), ("local",)), 3),
    ],
)
def test_participatory_budgeting(paragraph: P, expected: int) -> None:
    assert level("participatory_budgeting", paragraph) == expected


# ---------------------------------------------------------------- levels by share

NAMED = P("Hyvinvointikoordinaattori kokoaa raadin.", ("measure",), ("influencing",))
UNNAMED = P("Raati kootaan.", ("measure",), ("influencing",))


@pytest.mark.parametrize(("named", "expected"), [(0, 0), (1, 1), (2, 1), (3, 2), (4, 2)])
def test_every_measure_means_three_quarters_of_them(named: int, expected: int) -> None:
    assert level("responsibilities_named", *[NAMED] * named, *[UNNAMED] * (4 - named)) == expected


def test_measures_on_other_matters_do_not_count() -> None:
    others = [P("Katu päällystetään.", ("measure",))] * 4
    assert level("responsibilities_named", NAMED, *others) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Raati kootaan.", 0),
        ("Raati kootaan talousarvion puitteissa.", 1),
        ("Raati kootaan, 5 000 €/v.", 2),
    ],
)
def test_named_sum_is_more_than_a_word_on_the_budget(text: str, expected: int) -> None:
    assert level("funded", P(text, ("measure",), ("influencing",))) == expected


def test_goal_without_measures_counts_against_every_goal() -> None:
    goal = P("Asukkaat tulevat kuulluiksi.", ("goal",), ("influencing",))
    assert level("goals_have_measures", goal) == 0
    assert level("goals_have_measures", goal, UNNAMED) == 2


# ---------------------------------------------------------------- a user's own criteria


def test_own_criterion_without_terms_is_not_judged(own: Callable[[str], Framework]) -> None:
    paragraph = P("Kyläyhdistys rakentaa venelaiturin.", ("measure",), ("local",))
    _, without = judged(paragraph)
    _, assessment = judged(paragraph, framework=own(OWN))
    found = criterion(assessment, "boat_landing")
    assert (found.level, found.note, found.evidence, found.confidence) == (None, "not_judged", (), 0.0)
    assert assessment.groups == without.groups
    assert assessment.total == without.total
    assert "boat_landing" not in {gap.subject for gap in assessment.gaps}


@pytest.mark.parametrize(
    ("paragraph", "language", "expected"),
    [
        (P("Katu päällystetään."), "fi", 0),
        (P("Venelaituri on kaunis."), "fi", 1),
        (P("Venelaiturin kunto paranee.", ("goal",)), "fi", 2),
        (P("Båtbryggan byggs om.", ("measure",)), "sv", 2),
        # Anchored, but the criterion's own highest level is 2.
        (P("Venelaituriin varataan 5 000 €.", ("measure",)), "fi", 2),
    ],
)
def test_own_criterion_with_terms_is_judged(
    paragraph: P, language: str, expected: int, own: Callable[[str], Framework]
) -> None:
    _, assessment = judged(paragraph, language=language, framework=own(OWN_TERMS))
    found = criterion(assessment, "boat_landing")
    assert (found.level, found.max, found.note) == (expected, 2, "")
    assert all(item.level <= 2 for item in found.evidence)
    absent = [gap.subject for gap in assessment.gaps if gap.kind == "criterion_absent"]
    assert ("boat_landing" in absent) is (expected == 0)


def test_own_criterion_counts_in_its_group(own: Callable[[str], Framework]) -> None:
    _, assessment = judged(P("Venelaiturin kunto paranee.", ("goal",)), framework=own(OWN_TERMS))
    # Six criteria of ours at 0, and one at 2 of 2.
    assert assessment.groups["E"] == pytest.approx(100 / 7, abs=0.05)


@pytest.mark.parametrize(
    ("organisation", "asked"), [(None, True), ("municipality", True), ("wellbeing_services_county", False)]
)
def test_criteria_of_another_organisation_are_left_out(
    organisation: str | None, asked: bool, own: Callable[[str], Framework]
) -> None:
    framework = own(OWN_TERMS + 'organisation = ["municipality"]\n')
    _, assessment = judged(P("Katu."), framework=framework, organisation=organisation)
    assert ("boat_landing" in {entry.criterion for entry in assessment.criteria}) is asked
    assert len(assessment.criteria) == 40 + asked
    assert ("boat_landing" in {gap.subject for gap in assessment.gaps}) is asked


# ---------------------------------------------------------------- scores


def at(name: str, group: str, reached: int | None, highest: int) -> JudgedCriterion:
    return JudgedCriterion(name, group, reached, highest, 1.0)


def test_group_is_the_mean_of_level_by_highest_level() -> None:
    scores = group_scores([at("a", "A", 1, 2), at("b", "A", 3, 3), at("c", "B", 0, 3), at("d", "B", 1, 3)])
    assert scores == {"A": 75.0, "B": 16.7}  # (1/2 + 3/3) / 2 and (0/3 + 1/3) / 2


def test_criterion_that_is_not_judged_is_left_out_of_the_mean() -> None:
    assert group_scores([at("a", "A", 2, 2), at("b", "A", None, 3), at("c", "B", None, 3)]) == {"A": 100.0}


def test_total_is_the_mean_of_the_groups() -> None:
    assert total_score({"A": 75.0, "B": 16.7, "C": 40.0}, default_framework()) == 43.9  # 131.7 / 3


def test_total_follows_the_weights_of_the_framework(own: Callable[[str], Framework]) -> None:
    framework = own(
        """
[[criteria_group]]
id = "A"
fi = "Perusta"
sv = "Grunden"
en = "Foundation"
weight = 3.0
source = ["sokra-johtaminen"]
"""
    )
    assert total_score({"A": 80.0, "B": 20.0}, framework) == 65.0  # (3 * 80 + 1 * 20) / 4
    assert total_score({"A": 80.0, "B": 20.0}, default_framework()) == 50.0


def test_no_score_without_any_judged_criterion() -> None:
    assert group_scores([at("a", "A", None, 2)]) == {}
    assert total_score({}, default_framework()) is None


def test_scores_of_a_whole_assessment() -> None:
    _, assessment = judged(P("Palaute kerätään.", ("measure",), house=("feedback",)))
    # One of the six house levels at 2 of 3: 2/3 / 6; nothing on the foundation.
    assert assessment.groups["D"] == 11.1
    assert assessment.groups["A"] == 0.0
    assert assessment.total == pytest.approx(sum(assessment.groups.values()) / 7, abs=0.06)


# ---------------------------------------------------------------- gaps of the whole document


def test_everything_is_lacking_in_a_document_on_other_matters() -> None:
    _, assessment = judged(P("Katu päällystetään."))
    subjects: dict[str, list[str]] = {}
    for gap in assessment.gaps:
        assert (gap.row, gap.page, gap.quote) == (None, None, "")
        subjects.setdefault(gap.kind, []).append(gap.subject)
    framework = default_framework()
    assert subjects["perspective_uncovered"] == ["own_life", "influencing", "local"]
    assert subjects["house_level_uncovered"] == [entry.id for entry in framework.house_levels]
    assert len(subjects["criterion_absent"]) == 40 - 3 - 6
    assert assessment.total == 0.0


def test_covered_is_what_has_a_goal_or_measure() -> None:
    _, assessment = judged(
        P("Kylät toimivat.", perspectives=("local",)),  # in words only: not covered
        P("Raati kootaan.", ("measure",), ("influencing",), ("dialogue",)),
    )
    uncovered = {(gap.kind, gap.subject) for gap in assessment.gaps if gap.row is None}
    assert ("perspective_uncovered", "local") in uncovered
    assert ("perspective_uncovered", "own_life") in uncovered
    assert ("perspective_uncovered", "influencing") not in uncovered
    assert ("house_level_uncovered", "dialogue") not in uncovered
    assert ("house_level_uncovered", "feedback") in uncovered


def test_gaps_of_the_plan_come_first() -> None:
    _, assessment = judged(UNNAMED)
    rows = [gap.row for gap in assessment.gaps]
    assert rows[0] == 0
    assert rows.index(None) == sum(row is not None for row in rows)


# ---------------------------------------------------------------- what holds for every programme


@pytest.mark.parametrize("sample", ["fi-vuorelanniemi", "sv-granholmen", "fi-jarvilakeus"])
def test_no_level_without_evidence(sample: str, analyses: dict[str, Analysis]) -> None:
    analysis = analyses[sample]
    assert any(entry.level for entry in analysis.assessment.criteria)
    for entry in analysis.assessment.criteria:
        assert entry.level is not None
        assert 0 <= entry.level <= entry.max
        assert 0 <= entry.confidence <= 1
        assert bool(entry.evidence) is (entry.level > 0), entry.criterion
        if entry.evidence:
            assert max(item.level for item in entry.evidence) == entry.level
        for item in entry.evidence:
            passage = analysis.document.passages[item.passage]
            assert item.text in analysis.document.text
            assert (item.text, item.page) == (passage.text, passage.page)
            assert 0 <= item.probability <= 1
            assert 1 <= item.level <= entry.max


def test_frame_has_the_columns_that_the_design_names() -> None:
    _, assessment = judged(P("Palaute kerätään.", ("measure",), house=("feedback",)))
    frame = assessment.to_frame().set_index("criterion")
    assert {"group", "level", "max", "confidence", "page", "evidence"} <= set(frame.columns)
    assert len(frame) == 40
    assert frame.loc["feedback", "level"] == 2
    assert frame.loc["feedback", "page"] == [3]
    assert frame.loc["feedback", "evidence"] == ["Palaute kerätään."]


def test_level_that_is_not_judged_is_missing_in_the_frame(own: Callable[[str], Framework]) -> None:
    _, assessment = judged(P("Katu."), framework=own(OWN))
    frame = assessment.to_frame()
    assert list(frame.loc[frame["level"].isna(), "criterion"]) == ["boat_landing"]
    assert str(frame["level"].dtype) == "Int64"
