"""One small example for each bug that was found and mended."""

from __future__ import annotations

import io
import json
import zipfile

import numpy as np
import pytest

import osallisuus_nlp as onlp
from osallisuus_nlp._data import model_path
from osallisuus_nlp.classify.model import read_model
from osallisuus_nlp.corpus.records import read_records
from osallisuus_nlp.entities import find_actors, find_funding, find_times
from osallisuus_nlp.reading.letters.clean import clean, join_lines


def parties(text: str, language: str) -> list[str]:
    return [actor.text for actor in find_actors(text, language)]


def test_the_object_of_the_one_who_acts_is_not_responsible():
    assert parties("Välfärdskoordinatorn ansvarar för invånarrådet.", "sv") == ["Välfärdskoordinatorn"]
    assert parties("Välfärdskoordinatorn sammankallar klientrådet.", "sv") == ["Välfärdskoordinatorn"]


def test_one_who_approves_is_not_responsible():
    assert parties("Programmet godkänns av fullmäktige.", "sv") == []


def test_one_who_sets_a_price_is_not_responsible():
    assert parties("Palvelusetelin arvosta päättää aluehallitus.", "fi") == []


def test_a_passive_verb_is_no_part_of_the_party():
    assert parties("Ryhmät kootaan nuorisotoimen toimesta.", "fi") == ["nuorisotoimen"]


def test_a_party_of_a_subordinate_clause_does_not_answer():
    assert parties("Pidetään asukaskokous, jossa asukkaat ja hoitajat keskustelevat toiminnasta.", "fi") == []


@pytest.mark.parametrize(
    ("text", "amount"),
    [("1 miljoona euroa", 1e6), ("1,5 miljoonan euron", 1.5e6), ("2 miljardia euroa", 2e9), ("500 eurolla", 500.0)],
)
def test_sums_in_words_and_cases(text, amount):
    (money,) = find_funding(text, "fi")
    assert money.amount == amount
    assert money.text == text


@pytest.mark.parametrize("text", ["Osallistuvaa budjetointia kokeillaan.", "Määrärahaa ei ole varattu."])
def test_what_is_no_money(text):
    assert find_funding(text, "fi") == []


def test_a_month_is_a_rhythm():
    assert [time.text for time in find_times("Neuvontaa on kerran kuussa.", "fi")] == ["kerran kuussa"]


def test_control_characters_go_and_cleaning_twice_changes_nothing():
    assert clean("a\x9fb") == "ab"
    assert clean(clean("e\xad\u0301")) == clean("e\xad\u0301")


def test_the_hyphen_of_a_one_letter_part_stays():
    assert join_lines(["e-", "palvelut"]) == "e-palvelut"


def test_a_year_at_the_foot_of_a_page_is_no_page_number(make_pdf):
    body = [(72, 120 + 14 * n, 11, f"Rivi numero {n} kertoo asukkaiden osallistumisesta kunnassa.") for n in range(30)]
    path = make_pdf([[*body, (72, 800, 11, "2027")]])
    assert "2027" in onlp.read(path).text


def test_a_pdf_of_page_numbers_alone_is_empty(make_pdf):
    path = make_pdf([[(290, 810, 9, "1")], [(290, 810, 9, "2")]])
    with pytest.raises(onlp.EmptyDocument):
        onlp.read(path)


def test_a_title_whose_second_line_has_no_letters_is_one_heading(make_pdf):
    lines = [(72, 300 + 14 * n, 11, "Tavallista leipätekstiä, jota on sivulla eniten.") for n in range(12)]
    path = make_pdf(
        [[(72, 150, 22, "Rannikkokunnan osallisuusohjelma 2026–", True), (72, 176, 22, "2029", True), *lines]]
    )
    assert onlp.read(path).passages[0].text == "Rannikkokunnan osallisuusohjelma 2026–2029"


def test_running_lines_of_a_text_with_form_feeds_are_taken_out():
    sheets = [f"Kuntastrategia 2030\nLuku kertoo aiheesta {name}.\n{n}" for n, name in enumerate("abcd", start=1)]
    document = onlp.parse_text("\f".join(sheets))
    assert "Kuntastrategia 2030" not in document.text
    assert document.pages[1].removed == ("Kuntastrategia 2030", "2")


@pytest.mark.parametrize("line", ["\u2028", "\x85"])
def test_odd_line_breaks_inside_a_corpus_text_part_nothing(tmp_path, line):
    record = {
        "id": "x-1", "document": "x/1", "language": "fi", "text": f"Asukkaita{line}kuullaan.", "author": "us",
        "labels": {}, "split": "train", "licence": "CC-BY-4.0",
    }  # fmt: skip
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    assert len(read_records([path])) == 1


def broken_models() -> dict[str, bytes]:
    whole = io.BytesIO()
    with np.load(model_path("passages.npz")) as archive:
        arrays = {name: archive[name] for name in archive.files}
    card = arrays.pop("card")
    np.savez_compressed(whole, **arrays, card=card)
    no_labels, a_list, small = io.BytesIO(), io.BytesIO(), io.BytesIO()
    np.savez_compressed(no_labels, **arrays, card=np.frombuffer(b"{}", np.uint8))
    np.savez_compressed(a_list, **arrays, card=np.frombuffer(b"[]", np.uint8))
    np.savez_compressed(small, **{**arrays, "weights": arrays["weights"][:10]}, card=card)
    other = io.BytesIO()
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme.txt", "no model")
    return {
        "cut": whole.getvalue()[:5000],
        "no labels": no_labels.getvalue(),
        "a list": a_list.getvalue(),
        "few features": small.getvalue(),
        "another zip": other.getvalue(),
    }


@pytest.mark.parametrize("kind", ["cut", "no labels", "a list", "few features", "another zip"])
def test_a_broken_model_is_told_as_such(tmp_path, kind):
    path = tmp_path / "model.npz"
    path.write_bytes(broken_models()[kind])
    with pytest.raises(onlp.ResourceMissing, match="make models"):
        read_model(path)


@pytest.mark.parametrize("value", ['"2"', "true"])
def test_a_framework_file_with_a_level_that_is_no_number(tmp_path, value):
    text = "\n".join(
        [
            "[[criterion]]", 'id = "own"', 'group = "A"', 'fi = "a"', 'sv = "b"', 'en = "c"', f"max = {value}",
            'source = ["finlex"]', 'question = {fi = "a", sv = "b", en = "c"}',
            'guidance = {fi = "a", sv = "b", en = "c"}',
        ]
    )  # fmt: skip
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(onlp.InvalidFramework, match="criterion own: field max"):
        onlp.load_framework(path)


def test_one_path_is_not_taken_for_a_list_of_letters():
    with pytest.raises(ValueError, match="give a list"):
        onlp.analyse_many("ohjelma.pdf")


def test_a_row_split_over_two_pages_is_one_row():
    from osallisuus_nlp.document import Box
    from osallisuus_nlp.reading.tables.ruled import FoundTable, Stitcher

    header = ("Tavoite", "Toimenpide", "Vastuu")
    above = FoundTable(
        0, Box(50, 600, 500, 800), (header, ("Yhdessä", "Suunnitellaan perhekeskuksen", "Päällikkö")),
        (Box(50, 600, 500, 620), Box(50, 620, 500, 800)),
    )  # fmt: skip
    below = FoundTable(
        1, Box(50, 50, 500, 120), (header, ("", "palvelupolku uudelleen", ""), ("", "Avataan vastaanotto", "")),
        (Box(50, 50, 500, 70), Box(50, 70, 500, 90), Box(50, 90, 500, 120)),
    )  # fmt: skip
    stitcher = Stitcher()
    drafts = [*stitcher.add(0, [above], 842.0)[0], *stitcher.add(1, [below], 842.0)[0]]
    records = stitcher.finish(drafts)
    assert records[0].rows[0] == ("Yhdessä", "Suunnitellaan perhekeskuksen palvelupolku uudelleen", "Päällikkö")
    assert [draft.page for draft in drafts] == [1, 2]
