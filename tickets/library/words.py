"""The words of a text, as the policy library looks for them: Chinese is parted by a dictionary, what says nothing left out.

The dictionary is loaded when the first text is parted: 35 MB that nobody pays for who never asks.
"""

import unicodedata

from tickets.library.thesaurus import ALIKE, EMPTY

LONGEST = 500
"""Characters of a question that are looked at: whoever writes more has said by then what it is about."""


def words_of(text: str) -> list[str]:
    """The words in their order, repeated ones too: long ones followed by the shorter ones inside them, as in 高新技术企业."""
    import rjieba

    plain = unicodedata.normalize("NFKC", text).lower()
    return [ALIKE.get(word, word) for word in rjieba.cut_for_search(plain) if _is_word(word)]


def wanted_by(question: str) -> list[str]:
    """What to look for: the question's words, each once."""
    return list(dict.fromkeys(words_of(question[:LONGEST])))


def _is_word(word: str) -> bool:
    """Letters and digits only, so that no word is an operator of either engine's."""
    return word.isalnum() and word not in EMPTY and (len(word) > 1 or not word.isascii())
