"""Guides refer to acts that come before them, come later, go, or are another version."""

from dataclasses import replace
from pathlib import Path

from tests.corpus.ingest.library import BATH, POND, Library

GUIDE = """# Vejledning om lov om bade

Se badlovens § 3. Efter lovens § 1 er vandet koldt.
"""


async def test_a_guide_leads_to_an_act_that_comes_later(library: Library) -> None:
    library.write("vejledning.md", GUIDE)
    alone = (await library.ingest()).references
    assert alone.unresolved == {"act_not_loaded": 1}  # that both names are of one act isn't known
    library.write("bad.md", BATH)
    report = await library.ingest()
    assert (report.changed, report.added) == (0, 1)
    assert await library.targets("vejledning") == ["badloven § 3", "badloven § 1"]
    citing = await library.open().citing(["badloven§1"], limit=5)
    assert [one.id for one in citing] == ["vejledning"]


async def test_when_the_act_goes_a_guide_leads_nowhere_until_it_is_back(library: Library) -> None:
    act = library.write("bad.md", BATH)
    library.write("vejledning.md", GUIDE)
    assert (await library.ingest()).references.unresolved["act_not_loaded"] == 1  # damloven
    act.unlink()
    assert (await library.ingest()).references.unresolved == {"act_not_loaded": 2}
    library.write("bad.md", BATH)
    back = (await library.ingest()).references
    assert back.unresolved == {"no_such_provision": 1, "act_not_loaded": 1}


async def test_when_a_guide_goes_nothing_refers_to_the_act(library: Library) -> None:
    library.write("bad.md", BATH)
    guide = library.write("vejledning.md", GUIDE)
    await library.ingest()
    guide.unlink()
    await library.ingest()
    assert await library.open().citing(["badloven§1"], limit=5) == []


async def test_in_any_order_a_guide_has_the_same_references(
    library: Library, tmp_path: Path
) -> None:
    files = {"a-vejledning.md": GUIDE, "dam.md": POND, "z-bad.md": BATH}
    for name, text in files.items():
        library.write(name, text)
        await library.ingest()
    at_once = replace(library, data=tmp_path / "at-once")
    await at_once.ingest()
    assert await library.state() == await at_once.state()
