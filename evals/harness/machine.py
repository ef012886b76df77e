"""The machine and versions that figures were measured on."""

import os
import platform
from importlib import metadata
from pathlib import Path

_LIBRARIES = ("lexhop", "lancedb", "langgraph", "pyarrow", "PyStemmer")


def this_machine() -> dict[str, str]:
    """Names and values in display order."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": _memory(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        **{name: metadata.version(name) for name in _LIBRARIES},
    }


def _processor() -> str:
    """The CPU's model name on Linux, else the architecture."""
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory() -> str:
    if "SC_PHYS_PAGES" not in getattr(os, "sysconf_names", {}):
        return "unknown"
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    return f"{pages * size / 2**30:.0f} GiB"
