"""What is an act, what only quotes one, and what is refused; and what the act is called."""

from pathlib import Path

import pytest

from lexhop.corpus.documents import Document
from lexhop.corpus.formats import AmendingActError, read_documents, read_heads


def read(folder: Path, text: str, name: str = "fil.txt") -> list[Document]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(read_documents(path))


QUOTED = "§ 4. Der betales afgift.\n\nStk. 2. Den er 700 kr."


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (f"Vejledning om joller\n\n{QUOTED}", "prose"),
        (f"Om joller\n\nReglen i loven er følgende:\n\n{QUOTED}", "prose"),
        (f"Om joller\n\nBegrundelse\n\nDet er sket.\n\n{QUOTED}", "prose"),
        (f"Om joller. Her er en regel.\n\n{QUOTED}\n\n{'Det er godt. ' * 9}", "prose"),
        ("Om joller\n\n§ 5\n\nEr det klart?", "prose"),
        (f"Lov om joller\n\n{QUOTED}", "statute"),
        (f"Om joller\n\n{QUOTED}", "statute"),
        ("Vi fastsætter følgende:\n\n§ 1. Joller er både.", "statute"),
        ("Klubbens vedtægter\n\n§ 1\n\nNavn.\n\n§ 2\n\nSted.", "statute"),
        ("Bekendtgørelse om vejledning\n\n§ 3. Vejledning gives.", "statute"),
    ],
)  # fmt: skip
def test_an_act_is_told_from_what_quotes_one(tmp_path: Path, text: str, form: str) -> None:
    [document] = read(tmp_path, text)

    assert document.form == form


def test_prose_that_quotes_an_amending_act_is_read(tmp_path: Path) -> None:
    change = "§ 1. I jolleloven foretages følgende ændringer:"
    [guide] = read(tmp_path, f"Notat om jolleloven\n\n{change}\n\n1. § 2 ophæves.")
    [act] = read(tmp_path, f"Jolleloven\n\n§ 1. En.\n\n§ 2. I kanoloven ændres intet.\n\n{change}")

    assert (guide.form, act.form) == ("prose", "statute")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Nyt\n\n§ 1\n\nI jolleloven foretages følgende ændringer:", "amending act (fil)"),
        ("Lov om både\n\n§ 1. I lov om x ændres således:", "amending act (Lov om både)"),
        ("LOV nr 5 af 01/02/2031 om ændring af x\n\n§ 1. Ja.", "amending act (Lov om ændring"),
        ("Forslag\ntil\nLov om joller\n\n§ 1. Joller.", "a bill (Forslag"),
        ("Lovforslag nr. L 7\n\nLov om joller\n\n§ 1. Joller.", "a bill (Lovforslag nr. L 7)"),
    ],
)
def test_bills_and_amending_acts_are_refused_on_one_line(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(AmendingActError) as raised:
        read(tmp_path, text)

    assert str(raised.value).startswith("fil.txt: refused, since it is ")
    assert complaint in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_page_that_is_an_amending_act_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AmendingActError):
        read(tmp_path, "<p>§ 1</p><p>I x-loven foretages følgende ændringer:</p>", "side.html")


TITLES = ("Jolleloven", "Lov om kanoer", "Jolleloven")


def test_acts_of_one_file_are_documents_of_their_own(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"{title}\n\n§ 1. {what} er både.\n\n§ 2. Slut."
        for title, what in zip(TITLES, ("Joller", "Kanoer", "To"), strict=True)
    )
    documents = read(tmp_path, f"---\nabbreviations: JL\n---\n{text}")

    assert [each.id for each in documents] == ["jolleloven", "lov-om-kanoer", "jolleloven-2"]
    assert [each.abbreviations for each in documents] == [("JL",), (), ()]
    assert [len(each.provisions) for each in documents] == [2, 2, 2]
    assert [each.id for each in read_heads(tmp_path / "fil.txt")] == [each.id for each in documents]


def test_an_act_in_an_appendix_is_none_of_its_own_unless_it_is_enacted(tmp_path: Path) -> None:
    act = (
        "Bekendtgørelse om joller\n\n§ 1. Joller.\n\nBilag 1\n\nFarver.\n\nBekendtgørelse om x\n\n"
    )

    assert len(read(tmp_path, f"{act}§ 1. Hvid.")) == 1
    assert len(read(tmp_path, f"{act}I medfør af § 2 i lov om x fastsættes:\n\n§ 1. Hvid.")) == 2


@pytest.mark.parametrize(
    ("above", "identity"),
    [
        (
            "LBK nr 99 af 13/01/2031\nBekendtgørelse af lov om joller (jolleloven)1)",
            "lbk-99-2031 | Bekendtgørelse af lov om joller (jolleloven) | jolleloven"
            " | LBK nr. 99 af 2031-01-13 | 2031-01-13",
        ),
        (
            "Bekendtgørelse nr. 7 af 2. maj 2031 om joller",
            "bek-7-2031 | Bekendtgørelse om joller | bekendtgørelse om joller"
            " | BEK nr. 7 af 2031-05-02 | 2031-05-02",
        ),
        (
            "Forside\nSøg\n\nLov om joller\n\nLOV nr 5 af 31/12/2031 Gældende",
            "lov-5-2031 | Lov om joller | lov om joller | LOV nr. 5 af 2031-12-31 | 2031-12-31",
        ),
        (
            "Herved bekendtgøres lov om joller, jf. lovbekendtgørelse nr. 3 af 2. maj 2030.",
            "lov-om-joller | Lov om joller | lov om joller |  | ",
        ),
        (
            "LBK nr 99 af 31/02/2031\n\nJolleloven",
            "jolleloven | Jolleloven | jolleloven |  | ",
        ),
        ("I. Om joller\nA. Hvem", "fil | fil | fil |  | "),
    ],
)
def test_an_act_is_named_by_what_stands_above_it(tmp_path: Path, above: str, identity: str) -> None:
    [act] = read(tmp_path, f"{above}\n\n§ 1. Joller er både.\n\n§ 2. Slut.")

    named = (act.id, act.title, act.short_title, act.number, act.valid_from)
    assert " | ".join(named) == identity
    assert [each.section for each in act.provisions] == ["1", "2"]


def test_front_matter_decides_what_an_act_is_called(tmp_path: Path) -> None:
    front = "---\nshort_title: kanoloven\n---\n"
    [act] = read(tmp_path, f"{front}LBK nr 9 af 13/01/2031\nLov om joller\n\n§ 1. Joller.")

    assert (act.short_title, act.number, act.valid_from) == ("kanoloven", "", "")
