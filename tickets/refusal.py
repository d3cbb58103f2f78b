"""The one exception that says an expected "no".

A refusal is a code and facts; ``templates`` has one sentence per code. Everything else that is raised is a bug.
"""

from typing import Any


class Refusal(Exception):
    """A request that the rules do not allow; ``code`` names the sentence, ``facts`` fill it."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def __repr__(self) -> str:
        return f"Refusal({self.code!r}, {self.facts!r})"
