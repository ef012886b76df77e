"""The HTML page: what a reader sees, in a real browser where there is one."""

import html
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lexhop.evals.harness.compare import detail_of, differences
from lexhop.evals.harness.datasets import EvalQuestion
from lexhop.evals.harness.details import detail
from lexhop.evals.harness.gates import GateReport
from lexhop.evals.harness.run import QuestionResult
from lexhop.evals.harness.summary import summary
from lexhop.evals.html.charts import bars, columns, distribution, stacks
from lexhop.evals.html.report import Report, render
from lexhop.state.records import Answer, Citation, Hop, Status

NASTY = "<script>alert('æøå')</script> & \"§\""
VOID = {"meta", "input"}


def answered(
    question: EvalQuestion, status: Status, *cited: str, text: str = "Sådan. [1]", hops: int = 2
) -> QuestionResult:
    citations = tuple(
        Citation(citation=name, quote=f"»{name}«", url="", passage_id="p", provision=name)
        for name in cited
    )
    hop = Hop(number=1, queries=(), found=(), verdict="gap")
    answer = Answer(
        question=question.question,
        text=text,
        status=status,
        citations=citations,
        hops=(hop,) * hops,
        gaps=("satsen for 2030",),
    )
    return QuestionResult(
        question=question,
        ranked=cited,
        via=("cited",) * len(cited),
        took_ms=12.5 * hops,
        answer=answer,
        verbatim=tuple(True for _ in cited),
    )


def asked(
    name: str, question: str = "Hvor længe?", *gold: str, kind: str = "single"
) -> EvalQuestion:
    return EvalQuestion(
        id=name,
        question=question,
        language="da",
        type=kind,
        gold=gold,
        answers=("6 år",),
        key_facts=("6 år",),
    )


RIGHT = answered(asked("right", "Ørred?", "a § 1"), "answered", "a § 1", text="I 6 år. [1]")
HALF = answered(asked("half", NASTY, "a § 1", "a § 2", kind="bridge"), "partial", "a § 1", "b § 9")
NONE = answered(asked("none", "Hvad med æbler?"), "abstained", hops=1)
WRONG = QuestionResult(question=asked("wrong", "Hvorfor?", "a § 3"), error=f"Transient: {NASTY}")
OUTCOMES = [RIGHT, HALF, NONE, WRONG]


def report(outcomes: list[QuestionResult], before: list[QuestionResult] | None = None) -> Report:
    def details(of: list[QuestionResult]) -> dict[str, object]:
        return {one.question.id: detail_of(detail(one)) for one in of}

    return Report(
        title="havne, ask",
        about={"dataset": "questions.jsonl", "model": "", "machine": NASTY},
        figures=summary(outcomes),
        outcomes=outcomes,
        comparison=differences(details(before), details(outcomes)) if before else None,
        baseline="before.jsonl" if before else "",
        gates=GateReport(passed=3, failures=("mrr 0.1 is below the gate 0.5 (havne, ask)",)),
    )


class Reader(HTMLParser):
    """Collects text, and whether every element is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.loads += [value or "" for name, value in attrs if name in ("src", "href", "srcset")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += f" {data}"


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_the_page_needs_nothing_from_elsewhere_and_no_script() -> None:
    page = render(report(OUTCOMES))
    reader = read(page)
    assert reader.loads == []
    assert "<script" not in page
    assert "url(" not in page
    assert "http" not in page
    assert NASTY in html.unescape(reader.text)
    assert page == render(report(OUTCOMES))


def test_questions_come_worst_first_with_their_sources_against_gold() -> None:
    text = " ".join(read(render(report(OUTCOMES))).text.split())
    text = text[text.index("Questions, worst first") :]
    places = [text.index(name) for name in ("wrong, single", "half, bridge", "right, single")]
    assert places == sorted(places)
    assert "all 4 answered 1 partial 1 abstained 1 failed 1" in text
    assert "hit a § 1 »a § 1« extra b § 9 »b § 9« missed a § 2 not found" in text
    assert "not stated 6 år" in text
    assert "satsen for 2030" in text
    assert "stated 6 år" in text[places[2] :]
    assert "cited P 0.50 R 0.50 · 2 hops · 25 ms" in text


def test_what_changed_is_shown_with_the_lost_first() -> None:
    before = [
        answered(RIGHT.question, "abstained"),
        answered(HALF.question, "answered", "a § 1", "a § 2"),
        NONE,
        WRONG,
    ]
    text = " ".join(read(render(report(OUTCOMES, before))).text.split())
    assert "before.jsonl: 1 gained, 1 lost, 0 otherwise different, 2 unchanged." in text
    changed = text[text.index("most lost first") : text.index("Questions, worst first")]
    assert changed.index("answered → partial") < changed.index("abstained → answered")
    assert "citation recall 1.00 → 0.50" in changed
    assert "lost 1 gained 1" in text


def test_failed_questions_come_before_all_that_are_only_bad() -> None:
    bad = answered(asked("bad", "Hvad?", "a § 3"), "abstained")
    text = read(render(report([bad, WRONG]))).text
    assert text.index("wrong, single") < text.index("bad, single")


def test_the_most_lost_comes_first() -> None:
    before = [answered(RIGHT.question, "answered", "a § 1", text="6 år"), HALF]
    now = [answered(RIGHT.question, "abstained"), answered(HALF.question, "partial", "a § 1")]
    before[1] = answered(HALF.question, "partial", "a § 1", "a § 2")
    changed = read(render(report(now, before))).text
    changed = changed[changed.index("most lost first") : changed.index("Questions, worst first")]
    assert changed.index("right") < changed.index("half")


def test_a_search_is_told_by_what_it_found() -> None:
    found = [
        replace(one, answer=None, verbatim=(), error="", ranked=one.ranked, via=one.via)
        for one in OUTCOMES
    ]
    text = " ".join(read(render(report(found))).text.split())
    assert "all 4 nothing found 1 part found 1 all found 2" in text
    assert "Status by type" not in text
    assert "found at 1 a § 1 not found a § 2" in text


def test_charts_show_each_number() -> None:
    text = read(bars([("a", {"@2": 0.254, "@5": None})], label="x")).text
    assert "0.25" in text
    assert "none to find" in text
    text = read(stacks([("a", {"answered": 3, "failed": 1})], label="x")).text.split()
    assert text.count("3") == 2
    assert {"a", "(4)", "1"} <= set(text)
    assert read(columns({"1": 7, "2": 9}, label="x", unit="hops")).text.split()[-1] == "hops"


@pytest.mark.parametrize("scale", [0.001, 1.0, 1234.0])
def test_a_distribution_counts_every_value_once(scale: float) -> None:
    values = [scale * one for one in (1.0, 1.0, 1.5, 2.0, 9.0, 100.0)]
    drawn = distribution(values, {"p50": 1.5 * scale, "p95": 9.0 * scale}, label="x", unit="ms")
    counts = re.findall(r'x="([\d.]+)%" y="[\d.]+" class="top">(\d+)<', drawn)
    assert sum(int(count) for _, count in counts) == len(values)
    assert float(counts[-1][0]) > 95, "the straggler is not in the last bin"
    assert "and more in the last" in read(drawn).text
    assert distribution([0.0], {}, label="x", unit="ms")


@pytest.fixture(scope="session")
def chromium() -> str:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not on this machine, so the page can't be opened in a browser")
    return path


def test_a_browser_shows_the_text_and_runs_nothing(chromium: str, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(render(report(OUTCOMES, OUTCOMES)), encoding="utf-8")
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    done = subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", profile, "--dump-dom",
         page.as_uri()],
        capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    dom = done.stdout.decode("utf-8")
    assert dom.count("<details") == len(OUTCOMES)
    assert "<script" not in dom
    text = " ".join(html.unescape(read(dom.replace("<!DOCTYPE html>", "")).text).split())
    for shown in ("lexhop eval: havne, ask", NASTY, "Hvad med æbler?", "4 unchanged", "3 gates"):
        assert shown in text
