"""Careless and hostile files: loaded or named soon, and then no question waits for them."""

import json
import time
from pathlib import Path

import pytest

from tests.in_process import lexhop

_LAW = "§ 2. Afgiften for en lystbåd er 3 pct. Fristen for en lystbåd er 3 dage.\n"
DATA = {
    "hex": "9f86d081884c7d65" * 4_000,
    "base64": "QUJDREVGR0hJSktMTU5P" * 3_200,
    "digits": "0123456789" * 6_400,
    "decimals": "1,25," * 12_000,
    "letters": "afgiftlystbåd" * 5_000,
    "spaces": " \u00a0\t" * 20_000,
    "marks": "(" * 64_000,
    "quotes": "»" * 64_000,
    "sections": "§ 1, stk. 2, " * 5_000,
    "rates": "3 pct. " * 9_000,
    "days": "1. maj 2020 " * 5_000,
    "addresses": "a@b.dk " * 9_000,
    "links": "[a](" * 16_000,
    "tags": "<a " * 20_000,
    "items": "1) a " * 12_000,
    "ands": "og eller " * 7_000,
}
QUESTIONS = (
    "Hvor mange procent er afgiften for en lystbåd?",
    "Hvad er fristen for en lystbåd efter kajloven?",
    "Hvad siger kajloven § 1, stk. 2?",
)


@pytest.mark.parametrize("data", DATA.values(), ids=DATA.keys())
def test_a_deadline_holds_whatever_a_passage_is(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path / "data"))
    law = f"---\nshort_title: kajloven\n---\n\n§ 1. Afgift.\n\nStk. 2. Lystbåd {data}\n\n{_LAW}"
    (tmp_path / "kajloven.md").write_text(law, encoding="utf-8")
    before = time.process_time()
    assert lexhop("ingest", str(tmp_path / "kajloven.md"), "--quiet").code == 0
    assert time.process_time() - before < 8
    for question in QUESTIONS:
        done = lexhop("ask", question, "--deadline", "3", "--json")
        answer = json.loads(done.out)
        assert answer["took_ms"] < 3_500
        assert len(answer["text"]) < 20_000


SLOW = {
    "fences": "# Kaj\n\n" + "```a\n" * 20_000,
    "a number of 60,000 digits": f"---\nnumber: {'9' * 60_000}\n---\n\n§ 1. Afgift.\n",
    "20,000 sections": "---\nshort_title: kajloven\n---\n\n"
    + "\n\n".join(f"§ {n}. Afgift efter § {n - 1}." for n in range(1, 20_001)),
    "20,000 headings": "\n\n".join(f"# Kaj {n}\n\nEn kaj." for n in range(20_000)),
    "headings within headings": "\n\n".join(f"{'#' * (n % 6 + 1)} Kaj" for n in range(20_000)),
    "a line of a megabyte": "# Kaj\n\n" + "kaj " * 250_000,
    "a table of 20,000 rows": "# Kaj\n\n" + "| kaj | 12 kr. |\n" * 20_000,
    "100,000 blank lines": "# Kaj\n" + "\n" * 100_000 + "En kaj.",
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_a_file_is_loaded_soon_or_named(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "kaj.md").write_text(text, encoding="utf-8")
    before = time.process_time()
    done = lexhop("ingest", str(tmp_path / "kaj.md"))
    assert time.process_time() - before < 12
    assert done.code == 0 or (done.err.startswith("lexhop: kaj.md") and done.err.count("\n") == 1)
