"""The framework: what ships with the library, what a user may lay over it, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from osallisuus_nlp import InvalidFramework, load_framework
from osallisuus_nlp.framework import default_framework

LANGUAGES = ("fi", "sv", "en")

# The criteria of the design, by group, with the highest level that makes sense.
CRITERIA = {
    "A": {"definition": 2, "legal_basis": 2, "wellbeing_factor": 2},
    "B": {"participation_group": 3, "drafted_with_residents": 2, "needs_mapped": 2, "coordinator": 3},
    "C": {
        "own_life": 3,
        "influencing": 3,
        "local": 3,
        "goals_have_measures": 2,
        "responsibilities_named": 2,
        "funded": 2,
        "resourced": 2,
        "timetabled": 2,
    },
    "D": {
        "own_service": 3,
        "feedback": 3,
        "dialogue": 3,
        "co_development": 3,
        "co_production": 3,
        "strategy": 3,
    },
    "E": {
        "weakest_position": 3,
        "safe_places": 3,
        "residents_expertise": 3,
        "own_activity": 3,
        "working_life": 3,
        "understandable": 3,
    },
    "F": {
        "positive_action": 3,
        "participatory_budgeting": 3,
        "qualitative_information": 3,
        "across_sectors": 3,
        "partnership_funding": 3,
        "procurement_terms": 3,
        "experts_by_experience": 3,
    },
    "G": {
        "management_commitment": 3,
        "strategy_link": 2,
        "decision_link": 3,
        "indicators": 3,
        "experience_measured": 3,
        "follow_up": 3,
    },
}
GAPS = [
    "measure_without_responsible",
    "measure_without_funding",
    "measure_without_timetable",
    "measure_without_indicator",
    "goal_without_measure",
    "perspective_uncovered",
    "house_level_uncovered",
    "criterion_absent",
    "vague_responsible",
    "existing_only",
    "client_centred_only",
]
KINDS = (
    "sources",
    "perspectives",
    "house_levels",
    "methods",
    "elements",
    "criteria_groups",
    "criteria",
    "gaps",
    "target_groups",
    "statutes",
)

OWN_CRITERION = """
[[criterion]]
id = "library_hours"
fi = "Kirjaston aukiolo"
sv = "Bibliotekets öppettider"
en = "Library hours"
source = ["sokra-johtaminen"]
group = "E"
max = 2
question = { fi = "Onko kirjasto auki?", sv = "Är biblioteket öppet?", en = "Is the library open?" }
guidance = { fi = "Kirjatkaa aukiolo.", sv = "Skriv in tiderna.", en = "Write down the hours." }
"""


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], Path]:
    """Return a writer of a user's framework file."""

    def write(text: str) -> Path:
        path = tmp_path / "own.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_default_framework_is_what_no_file_gives() -> None:
    assert load_framework() is default_framework()


def test_three_perspectives() -> None:
    assert [entry.id for entry in default_framework().perspectives] == ["own_life", "influencing", "local"]


def test_six_house_levels_from_the_ground_up() -> None:
    assert [(entry.level, entry.id) for entry in default_framework().house_levels] == [
        (1, "own_service"),
        (2, "feedback"),
        (3, "dialogue"),
        (4, "co_development"),
        (5, "co_production"),
        (6, "strategy"),
    ]


def test_seven_plan_elements() -> None:
    assert [entry.id for entry in default_framework().elements] == [
        "goal",
        "measure",
        "responsibility",
        "resources",
        "funding",
        "timetable",
        "indicator",
    ]


def test_forty_criteria_in_their_groups_with_their_highest_level() -> None:
    found: dict[str, dict[str, int]] = {group.id: {} for group in default_framework().criteria_groups}
    for criterion in default_framework().criteria:
        found[criterion.group][criterion.id] = criterion.max
    assert found == CRITERIA
    assert len(default_framework().criteria) == 40


def test_eleven_kinds_of_gap() -> None:
    assert [gap.id for gap in default_framework().gaps] == GAPS


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_is_named_in_three_languages_under_its_own_id(kind: str) -> None:
    entries = getattr(default_framework(), kind)
    ids = [entry.id for entry in entries]
    assert ids
    assert len(set(ids)) == len(ids)
    for entry in entries:
        for language in LANGUAGES:
            assert entry.name(language).strip(), f"{kind} {entry.id} has no name in {language}"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "sources"])
def test_every_entry_rests_on_known_sources(kind: str) -> None:
    known = {source.id for source in default_framework().sources}
    for entry in getattr(default_framework(), kind):
        assert entry.source, f"{kind} {entry.id} has no source"
        assert {source.partition("#")[0] for source in entry.source} <= known, entry.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_criterion_and_gap_tells_what_to_write(language: str) -> None:
    for criterion in default_framework().criteria:
        assert len(criterion.guidance.in_language(language)) > 40, criterion.id
        assert criterion.question.in_language(language).endswith("?"), criterion.id
    for gap in default_framework().gaps:
        assert len(gap.guidance.in_language(language)) > 40, gap.id
        assert gap.finding.in_language(language).strip(), gap.id


def test_entries_are_found_by_id() -> None:
    framework = default_framework()
    assert framework.criterion("funded").group == "C"
    assert framework.gap("vague_responsible").id == "vague_responsible"
    assert framework.perspective("local").name("sv").startswith("Lokal delaktighet")
    assert framework.house_level("strategy").level == 6
    with pytest.raises(KeyError):
        framework.criterion("no_such_criterion")


def test_own_entry_is_added_after_the_others(own: Callable[[str], Path]) -> None:
    framework = load_framework(own(OWN_CRITERION))
    assert [entry.id for entry in framework.criteria[:-1]] == [e.id for e in default_framework().criteria]
    assert framework.criteria[-1].id == "library_hours"
    assert framework.criteria[-1].name("sv") == "Bibliotekets öppettider"
    assert framework.gaps == default_framework().gaps


def test_own_entry_of_a_known_id_replaces_it_in_its_place(own: Callable[[str], Path]) -> None:
    framework = load_framework(own(OWN_CRITERION.replace("library_hours", "definition")))
    assert [entry.id for entry in framework.criteria] == [e.id for e in default_framework().criteria]
    assert framework.criterion("definition").name("fi") == "Kirjaston aukiolo"
    assert default_framework().criterion("definition").name("fi") != "Kirjaston aukiolo"


def test_own_source_and_group_may_be_referred_to(own: Callable[[str], Path]) -> None:
    text = OWN_CRITERION.replace("sokra-johtaminen", "own-guide#3").replace('group = "E"', 'group = "H"')
    framework = load_framework(
        own(
            text
            + """
[[source]]
id = "own-guide"
fi = "Kunnan opas"
sv = "Kommunens guide"
en = "The municipality's guide"
publisher = "Kunta"

[[criteria_group]]
id = "H"
fi = "Omat"
sv = "Egna"
en = "Our own"
weight = 0.5
source = ["own-guide"]
"""
        )
    )
    assert framework.criterion("library_hours").source == ("own-guide#3",)
    assert framework.criteria_groups[-1].weight == 0.5


# What is changed in the good entry, and what the complaint says after the file's name.
BROKEN = {
    "missing key": (("max = 2\n", ""), "criterion library_hours: field max: "),
    "missing language": ((', en = "Write down the hours."', ""), "criterion library_hours: field guidance.en: "),
    "missing id": (('id = "library_hours"\n', ""), "criterion number 1: field id: "),
    "unknown key": (("max = 2", 'max = 2\ncolour = "red"'), "criterion library_hours: field colour: "),
    "wrong type": (("max = 2", 'max = "two"'), "criterion library_hours: field max: "),
    "out of range": (("max = 2", "max = 4"), "criterion library_hours: field max: "),
    "empty name": (('en = "Library hours"', 'en = ""'), "criterion library_hours: field en: "),
    "no source": (('["sokra-johtaminen"]', "[]"), "criterion library_hours: field source: "),
    "unknown source": (("sokra-johtaminen", "hearsay"), "criterion library_hours: field source: .*'hearsay'"),
    "unknown group": (('group = "E"', 'group = "Z"'), "criterion library_hours: field group: .*'Z'"),
    "unknown organisation": (
        ("max = 2", 'max = 2\norganisation = ["parish"]'),
        "criterion library_hours: field organisation.0: ",
    ),
    "unknown table": (("[[criterion]]", "[[criterium]]"), r"unknown table \[\[criterium\]\]; known are .*criterion"),
    "one table, not a list": (("[[criterion]]", "[criterion]"), r"criterion must be a list of tables"),
    "bad TOML": (("max = 2", "max = "), r"not valid TOML: .*line 9"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_complaint_names_file_entry_and_field(case: str, own: Callable[[str], Path]) -> None:
    (old, new), complaint = BROKEN[case]
    assert old in OWN_CRITERION
    path = own(OWN_CRITERION.replace(old, new))
    with pytest.raises(InvalidFramework, match=rf"own\.toml: {complaint}") as caught:
        load_framework(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_an_id_may_not_stand_twice_in_one_file(own: Callable[[str], Path]) -> None:
    with pytest.raises(InvalidFramework, match=r"own\.toml: criterion library_hours: field id: stands twice"):
        load_framework(own(OWN_CRITERION + OWN_CRITERION))


def test_method_must_belong_to_a_house_level(own: Callable[[str], Path]) -> None:
    method = """
[[method]]
id = "sauna_evening"
fi = "Saunailta"
sv = "Bastukväll"
en = "Sauna evening"
source = ["sokra-johtaminen"]
house_level = "cellar"
terms = { fi = ["saunailta"], sv = ["bastukväll"] }
"""
    with pytest.raises(InvalidFramework, match=r"method sauna_evening: field house_level: .*'cellar'"):
        load_framework(own(method))
    assert load_framework(own(method.replace("cellar", "dialogue"))).methods[-1].id == "sauna_evening"


def test_file_that_cannot_be_read_as_text(tmp_path: Path) -> None:
    with pytest.raises(InvalidFramework, match=r"nowhere\.toml: cannot be read"):
        load_framework(tmp_path / "nowhere.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidFramework, match=r"binary\.toml: cannot be read as UTF-8"):
        load_framework(binary)
