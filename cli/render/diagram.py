"""The graph as a picture, drawn by Graphviz if it is installed."""

import shutil
import subprocess
from pathlib import Path

from langchain_core.runnables.graph import Graph


class NoRenderer(Exception):
    """Graphviz can't be used; the message says what to do."""


def write_png(graph: Graph, path: Path) -> None:
    """Raises NoRenderer without Graphviz, or if it can't write to `path`."""
    dot = shutil.which("dot")
    if dot is None:
        raise NoRenderer(
            "no renderer for PNG here; install Graphviz (its dot command), or leave --png out"
        )
    done = subprocess.run(  # noqa: S603 - our own text on stdin, no shell
        [dot, "-Tpng", "-o", str(path)],
        input=_dot(graph),
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise NoRenderer(f"{path}: can't be drawn: {done.stderr.strip()[:200]}")


def _dot(graph: Graph) -> str:
    lines = ["digraph lexhop {", "rankdir=TB; node [shape=box, style=rounded, fontname=Helvetica];"]
    lines += [f'"{name.strip("_")}";' for name in graph.nodes]
    for edge in graph.edges:
        style = " [style=dashed]" if edge.conditional else ""
        lines.append(f'"{edge.source.strip("_")}" -> "{edge.target.strip("_")}"{style};')
    return "\n".join([*lines, "}"])
