"""Problems of a config file: one plain sentence each, at the key and line where it is, all of them at once.

Finds the line of a key by reading the text itself. It does not know which keys exist.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

Path = tuple[str | int, ...]
"""A way into the file: ``("routes", 2, "when", "category")``. Entries of a list count from 0."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*((?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*=")
_NAMES = ("key", "name")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a place in the file. ``what`` and ``mend`` are halves of a sentence, without a full stop."""

    path: Path
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: ``str()`` is the whole sentence. ``where`` is like ``clocks.claim (line 12)``."""

    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.mend}" + ("" if self.mend.endswith("?") else ".")


class ConfigError(Exception):
    """A config that cannot be used, with every problem that was found in it, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)


class Lines:
    """Which line of a TOML text each key stands on, counted from 1."""

    def __init__(self, text: str) -> None:
        self._at: dict[Path, int] = {}
        counts: dict[str, int] = {}
        table: Path = ()
        fence = ""
        for n, line in enumerate(text.splitlines(), start=1):
            if fence:
                fence = "" if fence in line else fence
                continue
            if header := _HEADER.fullmatch(line):
                name = ".".join(_parts(header[2]))
                if header[1] == "[[":
                    counts[name] = counts.get(name, -1) + 1
                    table = (*_parts(name), counts[name])
                    self._at.setdefault(table[:-1], n)
                else:
                    table = _within(_parts(name), counts)
                self._at.setdefault(table, n)
            elif key := _KEY.match(line):
                self._at.setdefault((*table, *_parts(key[1])), n)
            fence = next((mark for mark in ('"""', "'''") if line.count(mark) == 1), "")

    def of(self, path: Path) -> int | None:
        """The line of ``path``, or of the nearest thing around it that has one."""
        return next((self._at[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._at), None)


def locate(findings: Iterable[Finding], lines: Lines, raw: Mapping[str, Any]) -> list[Problem]:
    """Findings as problems, each once, in the order of the file; what is not in the file comes last."""
    placed = [(lines.of(finding.path), finding) for finding in dict.fromkeys(findings)]
    placed.sort(key=lambda pair: pair[0] or 10**9)
    return [
        Problem(spell(finding.path, raw) + (f" (line {line})" if line else ""), finding.what, finding.mend)
        for line, finding in placed
    ]


def spell(path: Path, raw: Mapping[str, Any]) -> str:
    """A path for people: an entry of a list goes by its own key or name, or else by its number, counted from 1."""
    words: list[str] = []
    here: Any = raw
    for part in path:
        if isinstance(part, str):
            words.append(part)
            here = here.get(part) if isinstance(here, Mapping) else None
            continue
        here = here[part] if isinstance(here, list) and part < len(here) else None
        name = (
            next((here[key] for key in _NAMES if isinstance(here.get(key), str)), None)
            if isinstance(here, dict)
            else None
        )
        if name and not name.isspace() and len(name) <= 40:
            words.append(name)
        else:
            words[-1] += f"#{part + 1}"
    return ".".join(words)


def did_you_mean(written: str, known: Collection[str], *, otherwise: str) -> str:
    """The mend for a name that does not exist: the nearest one that does, or ``otherwise``."""
    near = get_close_matches(written.lower(), known, n=1, cutoff=0.6)
    return f"did you mean '{near[0]}'?" if near else otherwise


def _parts(name: str) -> list[str]:
    return [part.strip().strip("\"'") for part in name.split(".")]


def _within(parts: list[str], counts: Mapping[str, int]) -> Path:
    """A table under an entry of a list, ``[routes.when]``, belongs to the latest entry."""
    path: list[str | int] = []
    for n, part in enumerate(parts, start=1):
        path.append(part)
        if (name := ".".join(parts[:n])) in counts and n < len(parts):
            path.append(counts[name])
    return tuple(path)
