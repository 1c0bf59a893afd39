"""Tables of PDF pages: ruled, half ruled and unruled, told from what is none, and made one over page breaks."""

import io
from itertools import pairwise

import pypdfium2 as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import HexColor, black, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from osallisuus_nlp.document import Box, Kind, Role
from osallisuus_nlp.reading.pdf.glyphs import read_sheet
from osallisuus_nlp.reading.pdf.rulings import edges_of
from osallisuus_nlp.reading.tables.aligned import aligned_tables
from osallisuus_nlp.reading.tables.found import FoundTable
from osallisuus_nlp.reading.tables.heads import heading_of
from osallisuus_nlp.reading.tables.ruled import ruled_tables
from osallisuus_nlp.reading.tables.stitch import Stitcher, rows_of

WIDTH, HEIGHT = 595, 842
XS = (50, 200, 330, 430)  # left sides of the columns, and the right side of the last
TOP, ROW = 100, 24  # of the first row, from the top of the page; height of a row
HEADER = ("Toimenpide", "Vastuutaho", "Aikataulu")
ROWS = (
    ("Asukasillat kylissä", "Hyvinvointijohtaja", "2026"),
    ("Verkkokysely", "", "kevät 2027"),
    ("Nuorten raati", "Nuorisotoimi", "jatkuva"),
    ("Lasten kuuleminen", "Sivistysjohtaja", "vuosittain"),
)
TABLE = (HEADER, *ROWS)
BOTTOM = TOP + ROW * len(TABLE)
TEXT = (
    "Kunta järjestää vuosittain asukasiltoja, joissa kerrotaan valmistelussa olevista asioista ja kerätään palautetta. "
    "Palautteen perusteella valmistelua muutetaan tarvittaessa. Nuorisovaltuusto ja vanhusneuvosto antavat lausuntoja. "
)


class Sheet:
    """A page to draw on, measured from its top left corner."""

    def __init__(self, **options):
        self.file = io.BytesIO()
        self.canvas = Canvas(self.file, pagesize=(WIDTH, HEIGHT), **options)

    def text(self, x, top, text, *, bold=False, size=10):
        self.canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
        self.canvas.drawString(x, HEIGHT - top, text)

    def level(self, top, x0=XS[0], x1=XS[-1]):
        self.canvas.line(x0, HEIGHT - top, x1, HEIGHT - top)

    def upright(self, x, top=TOP, bottom=BOTTOM):
        self.canvas.line(x, HEIGHT - top, x, HEIGHT - bottom)

    def fill(self, x0, top, x1, bottom, colour):
        self.canvas.setFillColor(colour)
        self.canvas.rect(x0, HEIGHT - bottom, x1 - x0, bottom - top, stroke=0, fill=1)
        self.canvas.setFillColor(black)

    def paragraph(self, x, top, text, width, *, size=10):
        """Set running text in a column; returns the height of the next line."""
        line = ""
        for word in text.split():
            if stringWidth(f"{line} {word}", "Helvetica", size) > width:
                self.text(x, top, line, size=size)
                line, top = word, top + 1.2 * size
            else:
                line = f"{line} {word}".strip()
        self.text(x, top, line, size=size)
        return top + 1.2 * size

    def cells(self, rows=TABLE, *, xs=XS, top=TOP, bold_header=True):
        for number, row in enumerate(rows):
            for x, cell in zip(xs, row, strict=False):
                self.text(x + 4, top + ROW * number + 16, cell, bold=bold_header and number == 0)

    def pdf(self):
        self.canvas.save()
        return self.file.getvalue()


def tables_of(content):
    """Return the tables of each page, and the height of the pages."""
    pdf = pdfium.PdfDocument(content)
    pages = []
    for number, page in enumerate(pdf, start=1):
        sheet = read_sheet(page, number)
        size = (sheet.width, sheet.height)
        tables = ruled_tables(edges_of(page, sheet.frame), sheet.segments, number, size)
        words = {
            word for table in tables for row in table.cell_lines for cell in row for line in cell for word in line.words
        }
        rest = [line for line in sheet.segments if not words.issuperset(line.words)]
        pages.append(tables + aligned_tables(rest, number, size))
        page.close()
    pdf.close()
    return pages


def only_table(content):
    ((table,),) = tables_of(content)
    return table


# ---------------------------------------------------------------- ruled tables


def lines_of_their_own(sheet):
    for number in range(len(TABLE) + 1):
        sheet.level(TOP + ROW * number)
    for x in XS:
        sheet.upright(x)


def one_path(sheet):
    path = sheet.canvas.beginPath()
    for number in range(len(TABLE) + 1):
        path.moveTo(XS[0], HEIGHT - TOP - ROW * number)
        path.lineTo(XS[-1], HEIGHT - TOP - ROW * number)
    for x in XS:
        path.moveTo(x, HEIGHT - TOP)
        path.lineTo(x, HEIGHT - TOP - ROW * len(TABLE))
    sheet.canvas.drawPath(path)


def thin_filled_shapes(sheet):
    for number in range(len(TABLE) + 1):
        sheet.fill(XS[0], TOP + ROW * number, XS[-1], TOP + ROW * number + 0.6, black)
    for x in XS:
        sheet.fill(x, TOP, x + 0.6, TOP + ROW * len(TABLE), black)


def a_box_each_cell(sheet):
    for number in range(len(TABLE)):
        for x0, x1 in pairwise(XS):
            sheet.canvas.rect(x0, HEIGHT - TOP - ROW * (number + 1), x1 - x0, ROW)


def double_lines(sheet):
    lines_of_their_own(sheet)
    for number in range(len(TABLE) + 1):
        sheet.level(TOP + ROW * number + 1.8)


def dotted_lines(sheet):
    sheet.canvas.setDash(1, 2)
    lines_of_their_own(sheet)


def dots_of_their_own(sheet):
    for number in range(len(TABLE) + 1):
        for x in range(XS[0], XS[-1], 4):
            sheet.level(TOP + ROW * number, x, x + 2.2)
    for x in XS:
        sheet.upright(x)


def sides_left_open(sheet):
    for number in range(1, len(TABLE)):
        sheet.level(TOP + ROW * number)
    for x in XS[1:-1]:
        sheet.upright(x)


def white_lines_on_colour(sheet):
    sheet.fill(XS[0], TOP, XS[-1], TOP + ROW * len(TABLE), HexColor(0xDDE8F0))
    sheet.canvas.setStrokeColor(white)
    lines_of_their_own(sheet)


def coloured_cells(sheet):
    for number in range(len(TABLE)):
        for x0, x1 in pairwise(XS):
            sheet.fill(x0, TOP + ROW * number, x1 - 1.5, TOP + ROW * (number + 1) - 1.5, HexColor(0xDDE8F0))


def lines_in_a_form(sheet):
    sheet.canvas.beginForm("lines")
    for number in range(len(TABLE) + 1):
        sheet.canvas.line(0, -ROW * number, XS[-1] - XS[0], -ROW * number)
    for x in XS:
        sheet.canvas.line(x - XS[0], 0, x - XS[0], -ROW * len(TABLE))
    sheet.canvas.endForm()
    sheet.canvas.saveState()
    sheet.canvas.translate(XS[0], HEIGHT - TOP)
    sheet.canvas.doForm("lines")
    sheet.canvas.restoreState()


@pytest.mark.parametrize(
    "rule",
    [
        lines_of_their_own, one_path, thin_filled_shapes, a_box_each_cell, double_lines, dotted_lines,
        dots_of_their_own, sides_left_open, white_lines_on_colour, coloured_cells, lines_in_a_form,
    ],
)  # fmt: skip
def test_a_grid_gives_its_cells_however_it_is_drawn(rule):
    sheet = Sheet()
    sheet.paragraph(50, 60, TEXT, 450)
    rule(sheet)
    sheet.cells()
    sheet.paragraph(50, 300, TEXT, 450)
    table = only_table(sheet.pdf())
    assert (table.rows, table.kind) == (TABLE, "ruled")
    assert [left for left, _ in table.columns] == pytest.approx(XS[:-1], abs=2.5)


def test_a_cell_tells_which_words_it_holds_and_where_they_stand():
    sheet = Sheet()
    lines_of_their_own(sheet)
    sheet.cells()
    table = only_table(sheet.pdf())
    (line,) = table.cell_lines[1][0]
    assert [word.text for word in line.words] == ["Asukasillat", "kylissä"]
    assert line.page == 1
    box = table.row_boxes[1]
    assert (box.top, box.bottom) == pytest.approx((TOP + ROW, TOP + 2 * ROW))
    assert box.top < line.box.top < line.box.bottom < box.bottom


def test_a_line_that_only_underlines_words_in_a_cell_does_not_part_it():
    sheet = Sheet()
    lines_of_their_own(sheet)
    sheet.cells()
    sheet.level(TOP + ROW + 18, XS[0] + 4, XS[0] + 90)
    assert only_table(sheet.pdf()).rows == TABLE


def test_lines_of_a_cell_are_joined_and_broken_words_mended():
    sheet = Sheet()
    for y in (100, 120, 150):
        sheet.level(y)
    for x in XS:
        sheet.upright(x, 100, 150)
    sheet.cells(((HEADER),))
    sheet.text(54, 132, "Asukasillat järjeste-")
    sheet.text(54, 144, "tään kylissä")
    sheet.text(204, 132, "Johtaja")
    assert only_table(sheet.pdf()).rows[1] == ("Asukasillat järjestetään kylissä", "Johtaja", "")


def test_shading_drawn_line_by_line_is_one_cell():
    sheet = Sheet()
    lines_of_their_own(sheet)
    grey = HexColor(0xE0E0E0)
    for number in range(1, len(TABLE)):
        top = TOP + ROW * number
        sheet.fill(XS[0], top, XS[0] + 5, top + ROW, grey)  # the padding
        sheet.fill(XS[0] + 5, top, XS[1], top + ROW / 2, grey)
        sheet.fill(XS[0] + 5, top + ROW / 2, XS[1], top + ROW, grey)
    sheet.cells()
    assert only_table(sheet.pdf()).rows == TABLE


def test_a_cell_over_several_rows_stands_in_each_of_them():
    sheet = Sheet()
    for number in (0, 1, 4, 5):
        sheet.level(TOP + ROW * number)
    for number in (2, 3):
        sheet.level(TOP + ROW * number, XS[1])
    for x in XS:
        sheet.upright(x)
    sheet.cells((HEADER, ("Kuullaan", "A", "1"), ("", "B", "2"), ("", "C", "3"), ("Kysytään", "D", "4")))
    table = only_table(sheet.pdf())
    assert [row[0] for row in table.rows] == ["Toimenpide", "Kuullaan", "Kuullaan", "Kuullaan", "Kysytään"]
    assert table.spans[2][0] == (1, 0, 4, 1)


def test_a_table_inside_a_cell_is_a_table_of_its_own():
    sheet = Sheet()
    for y in (100, 124, 300):
        sheet.level(y, 50, 530)
    for x in (50, 420, 530):
        sheet.upright(x, 100, 300)
    sheet.text(54, 116, "Toimenpide", bold=True)
    sheet.text(424, 116, "Vastuutaho", bold=True)
    sheet.text(54, 140, "Valitaan raati näin:")
    sheet.text(424, 140, "Sihteeri")
    for y in (160, 180, 200):
        sheet.level(y, 70, 300)
    for x in (70, 200, 300):
        sheet.upright(x, 160, 200)
    for y, (left, right) in ((174, ("Ikä", "Paikkoja")), (194, ("13–17", "6"))):
        sheet.text(74, y, left)
        sheet.text(204, y, right)
    ((outer, inner),) = tables_of(sheet.pdf())
    assert outer.rows == (("Toimenpide", "Vastuutaho"), ("Valitaan raati näin:", "Sihteeri"))
    assert inner.rows == (("Ikä", "Paikkoja"), ("13–17", "6"))


def test_tables_side_by_side_and_one_under_the_other_are_apart():
    sheet = Sheet()
    for x, y in ((50, 100), (320, 100), (50, 220)):
        for number in range(4):
            sheet.level(y + ROW * number, x, x + 200)
        for shift in (0, 120, 200):
            sheet.upright(x + shift, y, y + 3 * ROW)
        sheet.cells((("Mittari", "Määrä"), ("Kyselyt", str(x)), ("Raadit", str(y))), xs=(x, x + 120), top=y)
    (tables,) = tables_of(sheet.pdf())
    assert [table.rows[1][1] + table.rows[2][1] for table in tables] == ["50100", "320100", "50220"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_edges_stand_where_they_are_seen_on_a_turned_and_cropped_page(turn):
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(900, 900), cropBox=(20, 30, 520, 830))
    canvas.line(60, 742, 300, 742)
    canvas.setPageRotation(turn)
    canvas.save()
    pdf = pdfium.PdfDocument(file.getvalue())
    page = pdf[0]
    (edge,) = edges_of(page)
    seen = {
        0: (True, 88, 40, 280),  # the crop box is 500 by 800
        90: (False, 712, 40, 280),
        180: (True, 712, 220, 460),
        270: (False, 88, 220, 460),
    }
    assert (edge.level, edge.place, edge.start, edge.end) == pytest.approx(seen[turn])
    page.close()
    pdf.close()


# ---------------------------------------------------------------- half-ruled tables


def rules_below_rows(sheet):
    for number in range(1, len(TABLE) + 1):
        sheet.level(TOP + ROW * number)


def rules_around_the_headings(sheet):
    for number in (0, 1, len(TABLE)):
        sheet.level(TOP + ROW * number)


def rule_under_the_headings(sheet):
    sheet.level(TOP + ROW)
    sheet.level(TOP + ROW * len(TABLE))


def every_other_row_shaded(sheet):
    for number in range(1, len(TABLE), 2):
        sheet.fill(XS[0], TOP + ROW * number, XS[-1], TOP + ROW * (number + 1), HexColor(0xEEEEEE))


def uprights_only(sheet):
    for x in XS[1:-1]:
        sheet.upright(x)


@pytest.mark.parametrize(
    "rule",
    [rules_below_rows, rules_around_the_headings, rule_under_the_headings, every_other_row_shaded, uprights_only],
)
def test_a_half_ruled_table_has_its_columns_from_the_text(rule):
    sheet = Sheet()
    sheet.paragraph(50, 40, TEXT, 450)
    rule(sheet)
    sheet.cells()
    sheet.paragraph(50, 300, TEXT, 450)
    table = only_table(sheet.pdf())
    assert (table.rows, table.kind) == (TABLE, "half_ruled")


def test_a_rule_that_leaves_a_column_out_leaves_its_cell_whole():
    sheet = Sheet()
    for number in (0, 1, 3, 5):
        sheet.level(TOP + ROW * number)
    for number in (2, 4):
        sheet.level(TOP + ROW * number, XS[1])
    sheet.cells(
        (HEADER, ("Kuullaan", "Johtaja", "1"), ("", "Sihteeri", "2"), ("Kysytään", "Viestintä", "3"), ("", "IT", "4"))
    )
    assert [row[0] for row in only_table(sheet.pdf()).rows[1:]] == ["Kuullaan", "Kuullaan", "Kysytään", "Kysytään"]


# ---------------------------------------------------------------- tables without lines


def test_a_table_is_found_by_its_white_space_alone():
    sheet = Sheet()
    sheet.paragraph(50, 40, TEXT, 450)
    sheet.cells()
    sheet.paragraph(50, 300, TEXT, 450)
    table = only_table(sheet.pdf())
    assert (table.rows, table.kind) == (TABLE, "aligned")


def test_cells_of_an_unruled_table_may_wrap_and_numbers_stand_to_the_right():
    sheet = Sheet()
    rows = [
        (100, ("Toimenpide", "Vastuutaho", "Euroa")),
        (122, ("Perustetaan asukasraati, jonka", "Hyvinvointijohtaja", "12 000")),
        (134, ("jäsenistä puolet arvotaan", "", "")),
        (156, ("Verkkokysely", "Viestintä", "900")),
        (178, ("Kokemusasiantuntijat mukaan", "Sosiaalijohtaja ja", "4 500")),
        (190, ("palvelujen arviointiin", "järjestöt", "")),
        (212, ("Kyläillat", "", "1 500")),
    ]
    for number, (top, (first, second, amount)) in enumerate(rows):
        sheet.text(50, top, first, bold=not number)
        sheet.text(240, top, second, bold=not number)
        sheet.canvas.drawRightString(420, HEIGHT - top, amount)
    assert only_table(sheet.pdf()).rows == (
        ("Toimenpide", "Vastuutaho", "Euroa"),
        ("Perustetaan asukasraati, jonka jäsenistä puolet arvotaan", "Hyvinvointijohtaja", "12 000"),
        ("Verkkokysely", "Viestintä", "900"),
        ("Kokemusasiantuntijat mukaan palvelujen arviointiin", "Sosiaalijohtaja ja järjestöt", "4 500"),
        ("Kyläillat", "", "1 500"),
    )


def two_columns_of_text(sheet):
    sheet.paragraph(50, 100, TEXT * 3, 230)
    sheet.paragraph(310, 100, TEXT * 3, 230)


def three_columns_of_text(sheet):
    for x in (50, 220, 390):
        sheet.paragraph(x, 100, TEXT * 2, 150)


def two_languages_side_by_side(sheet):
    sheet.text(50, 90, "Johdanto", bold=True)
    sheet.text(310, 90, "Inledning", bold=True)
    top = 106
    for _ in range(4):
        top = max(sheet.paragraph(50, top, TEXT, 230), sheet.paragraph(310, top, TEXT, 225)) + 8


def rules_above_and_below_columns(sheet):
    sheet.level(80, 50, 540)
    two_columns_of_text(sheet)
    sheet.level(400, 50, 540)


def a_line_between_columns(sheet):
    two_columns_of_text(sheet)
    sheet.upright(300, 90, 400)


def bullets(sheet):
    for number in range(6):
        sheet.text(50, 100 + 16 * number, "•")
        sheet.text(70, 100 + 16 * number, TEXT[:60])


def numbered_items(sheet):
    for number in range(6):
        sheet.text(50, 100 + 16 * number, f"{number + 1}.")
        sheet.text(80, 100 + 16 * number, TEXT[:60])


def contents(sheet):
    titles = ["Johdanto", "Osallisuus kunnassa", "Tavoitteet ja toimenpiteet", "Vaikuttamistoimielimet", "Seuranta"]
    for number, title in enumerate(titles):
        sheet.text(50, 100 + 16 * number, str(number + 1), bold=True)
        sheet.text(80, 100 + 16 * number, title)
        sheet.text(500, 100 + 16 * number, str(3 + 2 * number))


def addresses(sheet):
    people = [("Aino Aho", "aino.aho"), ("Bo Berg", "bo.berg"), ("Eeva Elo", "eeva.elo")]
    for x, (name, mail) in zip((50, 220, 390), people, strict=True):
        lines = [name, "koordinaattori", "040 123 4567", f"{mail}@kunta.example"]
        for number, line in enumerate(lines):
            sheet.text(x, 100 + 12 * number, line)


def boxes_of_a_slide(sheet):
    for top in (100, 250):
        for x, title in zip((50, 220, 390), ("Kysely", "Raati", "Budjetti"), strict=True):
            sheet.canvas.rect(x - 8, HEIGHT - top - 90, 150, 110)
            sheet.text(x, top, title, bold=True)
            sheet.paragraph(x, top + 16, TEXT[:90], 130)


def box_around_a_paragraph(sheet):
    sheet.canvas.rect(45, HEIGHT - 180, 460, 100)
    sheet.paragraph(50, 100, TEXT, 440)


def frame_of_the_page(sheet):
    sheet.canvas.rect(10, 10, WIDTH - 20, HEIGHT - 20)
    sheet.paragraph(50, 100, TEXT * 4, 440)


def underlined_headings(sheet):
    for number in range(4):
        sheet.text(50, 100 + 90 * number, "Kuulemme asukkaita", bold=True, size=14)
        sheet.level(104 + 90 * number, 50, 540)
        sheet.paragraph(50, 122 + 90 * number, TEXT, 480)


def footer(sheet):
    for x, lines in (
        (50, ("Kunta", "Kuntatie 1")),
        (230, ("Puh. 012 345", "kirjaamo@kunta.example")),
        (430, ("PL 1", "Kylä")),
    ):
        for number, line in enumerate(lines):
            sheet.text(x, 800 + 10 * number, line, size=8)


@pytest.mark.parametrize(
    "draw",
    [
        two_columns_of_text, three_columns_of_text, two_languages_side_by_side, rules_above_and_below_columns,
        a_line_between_columns, bullets, numbered_items, contents, addresses, boxes_of_a_slide, box_around_a_paragraph,
        frame_of_the_page, underlined_headings, footer,
    ],
)  # fmt: skip
def test_what_is_no_table_is_not_taken_for_one(draw):
    sheet = Sheet()
    draw(sheet)
    assert tables_of(sheet.pdf()) == [[]]


def test_white_lines_on_a_white_page_rule_nothing():
    sheet = Sheet()
    sheet.canvas.setStrokeColor(white)
    lines_of_their_own(sheet)
    sheet.paragraph(54, TOP + 16, TEXT * 3, 350)
    pdf = pdfium.PdfDocument(sheet.pdf())
    page = pdf[0]
    assert edges_of(page) == []
    page.close()
    pdf.close()


def test_a_page_with_very_many_lines_is_looked_at_only_so_far():
    sheet = Sheet(pageCompression=0)
    drawing = [f"{x % 590} {x % 840} m {x % 590 + 3} {x % 840} l S" for x in range(30_000)]
    sheet.canvas._code += drawing
    sheet.paragraph(50, 100, TEXT, 440)
    pdf = pdfium.PdfDocument(sheet.pdf())
    page = pdf[0]
    assert len(edges_of(page)) <= 20_000
    page.close()
    pdf.close()
    tables_of(sheet.file.getvalue())  # ends


# ---------------------------------------------------------------- headings, titles, rows


def found(*rows, page=0, box=(50, 600, 430, 800), columns=None, spans=None, head=0):
    """Return a table as it is found on a page, its rows of equal height."""
    x0, top, x1, bottom = box
    height = (bottom - top) / len(rows)
    boxes = tuple(Box(x0, top + height * at, x1, top + height * (at + 1)) for at in range(len(rows)))
    step = (x1 - x0) / len(rows[0])
    columns = columns or tuple((x0 + step * at, x0 + step * (at + 1)) for at in range(len(rows[0])))
    plain = [[(row, column, row + 1, column + 1) for column in range(len(rows[0]))] for row in range(len(rows))]
    for place, span in (spans or {}).items():
        plain[place[0]][place[1]] = span
    return FoundTable(page, Box(*box), rows, boxes, columns=columns, spans=tuple(map(tuple, plain)), head=head)


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ((("Toimenpide", "Vastuu", "Aika"), ("Kysely", "Viestintä", "2026")), ("Toimenpide", "Vastuu", "Aika")),
        ((("Åtgärd", "Ansvarig part"), ("Enkät", "Kommunikationen")), ("Åtgärd", "Ansvarig part")),
        ((("Mitä tehdään?", "Kuka?"), ("Kysely", "Viestintä")), ("Mitä tehdään?", "Kuka?")),
        ((("Asia", "Tieto"), ("Kokouksia", "12")), ("Asia", "Tieto")),
        ((("", "2024", "2025"), ("Kyselyt", "3", "5")), ("", "2024", "2025")),
        ((("Kysely tehdään joka toinen vuosi.", "Viestintä"), ("Raati kutsutaan koolle.", "Sihteeri")), ("", "")),
        ((("Verkkokysely", "900 €", "2026"), ("Kyläilta", "150 €", "2027")), ("", "", "")),
        ((("verkkokysely", "viestintä"), ("kyläilta", "sihteeri")), ("", "")),
    ],
)
def test_the_first_row_is_headings_only_if_it_looks_like_them(rows, header):
    assert heading_of(found(*rows)).header == header


def test_bold_print_makes_headings_of_any_short_row():
    rows = (("verkkokysely 2026", "900 €"), ("kyläilta", "150 €"))
    assert heading_of(found(*rows)).header == ("", "")
    assert heading_of(found(*rows, head=1)).header == rows[0]


def test_headings_over_groups_of_columns_are_joined_with_those_below():
    table = found(
        ("Toimenpide", "Kustannukset", ""),
        ("Toimenpide", "2026", "2027"),
        ("Kysely", "500 €", "700 €"),
        spans={(0, 0): (0, 0, 2, 1), (1, 0): (0, 0, 2, 1), (0, 1): (0, 1, 1, 3), (0, 2): (0, 1, 1, 3)},
    )
    assert heading_of(table).header == ("Toimenpide", "Kustannukset: 2026", "Kustannukset: 2027")


def test_a_title_row_is_a_caption_and_a_title_between_rows_belongs_to_no_column():
    sheet = Sheet()
    for number in range(7):
        sheet.level(TOP + ROW * number)
    for x in (XS[0], XS[-1]):
        sheet.upright(x, TOP, TOP + 6 * ROW)
    for x in XS[1:-1]:
        for first, last in ((1, 2), (3, 6)):
            sheet.upright(x, TOP + first * ROW, TOP + last * ROW)
    sheet.cells((("Osallisuuden toimenpiteet",), HEADER, ("Painopiste 1: Kuuleminen",), *ROWS[:3]), bold_header=False)
    ((drafts,), (record,)) = stitched([tables_of(sheet.pdf())[0]])
    assert [(draft.kind, draft.role, draft.text) for draft in drafts[:2]] == [
        (Kind.PARAGRAPH, Role.CAPTION, "Osallisuuden toimenpiteet"),
        (Kind.TABLE_ROW, Role.BODY, "Painopiste 1: Kuuleminen"),
    ]
    assert (drafts[1].table, drafts[2].table) == (None, 0)
    assert drafts[2].text == "Toimenpide: Asukasillat kylissä\nVastuutaho: Hyvinvointijohtaja\nAikataulu: 2026"
    assert (record.header, record.rows[1:]) == (HEADER, ROWS[:3])


# ---------------------------------------------------------------- tables over page breaks


def stitched(pages):
    """Return the passages of each page, mended, and the records, of the tables of pages that follow each other."""
    stitcher = Stitcher()
    drafts = [
        [draft for part in stitcher.add(index, page, HEIGHT) for draft in part] for index, page in enumerate(pages)
    ]
    everything = [draft for page in drafts for draft in page]
    records = stitcher.finish(everything)
    return [[draft for draft in everything if draft.page == number] for number in range(1, len(pages) + 1)], records


NEXT = (50, 60, 430, 200)  # where the rest stands on the next page


def test_headings_are_dropped_where_they_are_repeated_and_carried_over_where_not():
    first = found(HEADER, ROWS[0], ROWS[1])
    again = found(("TOIMENPIDE", "Vastuu- taho", "Aikataulu"), ROWS[2], page=1, box=NEXT)
    rest = found(ROWS[2], ROWS[3], page=1, box=NEXT)
    for below, rows in ((again, ROWS[:3]), (rest, ROWS)):
        pages, records = stitched([[first], [below]])
        assert [(record.header, record.rows) for record in records] == [(HEADER, rows)]
        assert pages[1][0].text.startswith("Toimenpide: Nuorten raati")
        assert (pages[1][0].page, pages[1][0].table, pages[1][0].box.top) == (2, 0, below.row_boxes[-len(pages[1])].top)


def test_another_table_at_the_top_of_the_next_page_is_another():
    first = found(HEADER, ROWS[0], ROWS[1])
    other = found(("Mittari", "Lähtötaso", "Tavoitetaso"), ("Kyselyt", "2", "4"), page=1, box=NEXT)
    moved = found(ROWS[2], ROWS[3], page=1, box=NEXT, columns=((50, 90), (90, 300), (300, 430)))
    for below in (other, moved):
        assert len(stitched([[first], [below]])[1]) == 2
    assert len(stitched([[first], [], [found(ROWS[2], ROWS[3], page=2, box=NEXT)]])[1]) == 2


def test_columns_that_stand_alike_are_matched_though_an_empty_one_is_missing():
    first = found(
        ("Toimenpide", "", "Vastuutaho", "Aikataulu"),
        ("Kysely", "", "Viestintä", "2026"),
        ("Ilta", "", "Johtaja", "2027"),
    )
    columns = (first.columns[0], first.columns[2], first.columns[3])
    pages, (record,) = stitched([[first], [found(*ROWS[2:], page=1, box=NEXT, columns=columns)]])
    assert record.rows[2:] == (
        ("Nuorten raati", "", "Nuorisotoimi", "jatkuva"),
        ("Lasten kuuleminen", "", "Sivistysjohtaja", "vuosittain"),
    )
    assert pages[1][0].cells[2].text == "Nuorisotoimi"


def test_a_row_cut_by_page_breaks_is_one_row_on_the_page_where_it_begins():
    first = found(HEADER, ROWS[0], ("Suunnitellaan perhekeskuksen", "Päällikkö", "2026"))
    second = found(HEADER, ("palvelupolku uudelleen yhdessä", "", ""), page=1, box=NEXT)
    third = found(("perheiden kanssa", "", ""), ("Avataan vastaanotto", "Johtaja", "2027"), page=2, box=NEXT)
    pages, (record,) = stitched([[first], [second], [third]])
    whole = "Suunnitellaan perhekeskuksen palvelupolku uudelleen yhdessä perheiden kanssa"
    assert record.rows[1:] == ((whole, "Päällikkö", "2026"), ("Avataan vastaanotto", "Johtaja", "2027"))
    assert [len(page) for page in pages] == [2, 0, 1]
    assert pages[0][1].cells[0].text == whole


def test_a_row_of_small_letters_is_no_rest_where_others_are_too():
    first = found(HEADER, ("kyselyt", "viestintä", "jatkuva"), ("raadit", "sihteeri", "kevät"))
    second = found(("illat", "johtaja", "syksy"), ("kuulemiset", "sihteeri", "talvi"), page=1, box=NEXT)
    (record,) = stitched([[first], [second]])[1]
    assert len(record.rows) == 4


def test_headings_alone_at_the_foot_of_a_page_head_the_table_on_the_next():
    alone = found(HEADER, box=(50, 780, 430, 800))
    pages, (record,) = stitched([[alone], [found(*ROWS, page=1, box=NEXT)]])
    assert (record.header, record.rows) == (HEADER, ROWS)
    assert [len(page) for page in pages] == [0, 4]
    pages, (record,) = stitched([[alone], []])  # nothing follows: no text is lost
    assert record.rows == (HEADER,)


def test_a_cell_over_several_rows_goes_on_on_the_next_page():
    first = found(
        HEADER, ("Kuullaan", "A", "1"), ("Kuullaan", "B", "2"), spans={(1, 0): (1, 0, 3, 1), (2, 0): (1, 0, 3, 1)}
    )
    rest = found(
        ("", "C", "3"),
        ("", "D", "4"),
        ("Kysytään", "E", "5"),
        page=1,
        box=NEXT,
        spans={(0, 0): (0, 0, 2, 1), (1, 0): (0, 0, 2, 1)},
    )
    (record,) = stitched([[first], [rest]])[1]
    assert [row[0] for row in record.rows] == ["Kuullaan"] * 4 + ["Kysytään"]


@settings(deadline=None, max_examples=60)
@given(
    count=st.integers(2, 30),
    cuts=st.sets(st.integers(1, 29), max_size=6),
    repeated=st.booleans(),
)
def test_wherever_a_table_is_cut_it_is_the_same_table(count, cuts, repeated):
    rows = [(f"Toimenpide {number}", f"Vastuutaho {number}", str(2000 + number)) for number in range(count)]
    stops = [0, *sorted(cut for cut in cuts if cut < count), count]
    pages = []
    for index, (start, stop) in enumerate(pairwise(stops)):
        part = rows[start:stop] if index and not repeated else [HEADER, *rows[start:stop]]
        pages.append([found(*part, page=index, box=(50, 60, 430, 800), head=int(part[0] == HEADER))])
    drafts, records = stitched(pages)
    assert [(record.header, list(record.rows)) for record in records] == [(HEADER, rows)]
    assert [draft.cells[0].text for page in drafts for draft in page] == [row[0] for row in rows]


def test_a_passage_has_a_line_for_each_filled_cell():
    table = found(*ROWS[:2])
    drafts = rows_of(FoundTable(0, table.box, table.rows, table.row_boxes, header=("Toimenpide", "", "Aika"), record=0))
    assert [draft.text for draft in drafts] == [
        "Toimenpide: Asukasillat kylissä\nHyvinvointijohtaja\nAika: 2026",
        "Toimenpide: Verkkokysely\nAika: kevät 2027",
    ]
    assert [cell.text for cell in drafts[1].cells] == ["Verkkokysely", "", "kevät 2027"]
