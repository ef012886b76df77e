"""Where the tables of a text are, and their headers."""

from lexhop.corpus.text.tables import tables_in


def test_a_table_has_a_header_and_rows() -> None:
    text = "Før:\n| a | b |\n|---|:-:|\n| 1 | 2 |  \n| 3 | 4 |\n\n| alene |\n| x |\n| y |"
    first, second = tables_in(text)
    assert first.header == "| a | b |\n|---|:-:|"
    rows = [text[slice(*row)] for row in first.rows]
    assert rows == [first.header, "| 1 | 2 |", "| 3 | 4 |"]
    assert (second.header, len(second.rows)) == ("| alene |", 3)


def test_one_line_or_a_header_alone_is_no_table() -> None:
    assert list(tables_in("| a |\n\ntekst\n| a | b |\n| --- | --- |\nmere\na | b")) == []


def test_rows_need_no_bar_before_them() -> None:
    text = "Afgiften er:\nZone | Afgift\nZone 1 | 101 kr.\nZone 2 | 102 kr."
    [table] = tables_in(text)
    assert table.header == "Zone | Afgift"
    assert [text[slice(*row)] for row in table.rows[1:]] == ["Zone 1 | 101 kr.", "Zone 2 | 102 kr."]
