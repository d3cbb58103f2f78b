"""The lines of a message, as the templates write them."""

import re
from pathlib import Path

import templates

MAYBE_EMPTY = re.compile(r"\{\{[^{}]* if (?!.* else )[^{}]*\}\}")


def test_a_line_that_may_be_empty_leaves_no_gap_in_the_middle():
    gaps = [
        f"{path.name}: {line}"
        for path in Path(templates.__file__).parent.rglob("*.j2")
        for above, line, below in _neighbours(path.read_text(encoding="utf-8").splitlines())
        if MAYBE_EMPTY.fullmatch(line) and not above.startswith("{%") and not below.startswith("{%")
    ]
    assert [] == gaps


def _neighbours(lines: list[str]) -> list[tuple[str, str, str]]:
    return list(zip(lines, lines[1:], lines[2:], strict=False))
