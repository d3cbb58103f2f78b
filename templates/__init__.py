"""Says it: every word the bot speaks, by notice kind, with the keys under it. The only user of Jinja2.

``speak`` turns a notice's kind and facts into a ``Speech``; ``refuse`` turns a refusal's code into a sentence.
Knows labels, dates for people and HTML; knows no chat, no database and no Telegram call.
"""

from templates.render import kinds, refuse, speak
from templates.speech import File, Key, Speech

__all__ = ["File", "Key", "Speech", "kinds", "refuse", "speak"]
