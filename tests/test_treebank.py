"""Reading parsed text, and keeping whole documents out of training."""

import gzip

import pytest

from osallisuus_nlp.language.treebank import Source, kept_out, load, text_of

CONLLU = r"""# newdoc id = strategia/Saarela
# sent_id = 1
1	Visio	visio	NOUN	_	Case=Nom|Number=Sing	0	root	_	SpacesAfter=\r\n\r\n

# sent_id = 2
1	Kuulemme	kuulla	VERB	_	Mood=Ind|Number=Plur|Person=1	0	root	_	_
2	asukkaita	asukas	NOUN	_	Case=Par|Number=Plur	1	obj	_	SpacesAfter=\r\n
3	asukasilloissa	asukas#ilta	NOUN	_	Case=Ine|Number=Plur	1	obl	_	SpaceAfter=No
4	.	.	PUNCT	_	_	1	punct	_	_

# newdoc id = strategia/Niemi
# sent_id = 3
1-2	ettei	_	_	_	_	_	_	_	_
1	ett	että	SCONJ	_	_	3	mark	_	_
2	ei	ei	AUX	_	Polarity=Neg	3	aux	_	_
3	unohdu	unohtua	VERB	_	Connegative=Yes	0	root	_	_
"""


@pytest.fixture
def sources(tmp_path):
    path = tmp_path / "small.conllu.gz"
    path.write_bytes(gzip.compress(CONLLU.encode()))
    return load(path)


def test_empty_lines_part_paragraphs_and_line_breaks_stay(sources):
    first = sources[0]
    assert first.name == "strategia/Saarela"
    assert [text_of(paragraph) for paragraph in first.paragraphs] == ["Visio", "Kuulemme asukkaita\nasukasilloissa."]


def test_a_lemma_has_its_compound_marks_taken_out_and_kept_as_parts(sources):
    word = sources[0].paragraphs[1][0][2]
    assert (word.lemma, word.parts) == ("asukasilta", ("asukas", "ilta"))


def test_a_word_written_as_one_is_one(sources):
    [[sentence]] = sources[1].paragraphs
    assert [(word.form, word.lemma, word.head) for word in sentence] == [("ettei", "että", 1), ("unohdu", "unohtua", 1)]


def test_documents_are_kept_out_by_kind_and_length_whatever_their_order(sources):
    many = [Source(f"{kind}/{number}", sources[0].paragraphs * number) for kind in "ab" for number in range(1, 17)]
    chosen = kept_out(many, every=8)
    assert len(chosen) == 4
    assert {source.name[0] for source in chosen} == {"a", "b"}
    assert kept_out(many[::-1], every=8) == chosen
    assert not {source.name for source in kept_out(many, every=8, turn=1)} & {source.name for source in chosen}
