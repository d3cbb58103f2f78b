"""Says it: every word the bot speaks, by notice kind, with the keys under it. The only user of Jinja2.

``render.speak`` turns a notice's kind and facts into a ``Speech``; ``render.refuse`` turns a refusal's code into a sentence.
Knows labels, dates for people and HTML; knows no chat, no database and no Telegram call.
"""
