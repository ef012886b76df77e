"""Draw a real answer as a terminal picture: `make picture` writes docs/ask.svg.

Runs the installed command, and sets what it printed: hops (stderr) above the answer (stdout).
"""

import io
import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

WIDTH = 96
# Rich's own template would load a font from the web; a system font does.
TEMPLATE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def main(question: str, target: Path) -> None:
    """Ask `question` and write the picture to `target`."""
    lexhop = Path(sys.executable).parent / "lexhop"
    done = subprocess.run(  # noqa: S603 - our own command
        [lexhop, "demo", question],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": str(WIDTH)},
    )
    console = Console(width=WIDTH, record=True, file=io.StringIO(), highlight=False)
    console.print(Text(f'$ lexhop demo "{question}"', style="bold"))
    console.print(Text(done.stderr.rstrip(), style="dim"))
    status, gap, rest = done.stdout.rstrip().partition("  ")
    console.print(Text.assemble((status, "bold green"), gap + rest))
    target.write_text(
        console.export_svg(title="lexhop", code_format=TEMPLATE, unique_id="t"), encoding="utf-8"
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
