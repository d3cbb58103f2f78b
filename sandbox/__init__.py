"""Plays Telegram on this machine: a strict local Bot API server, people to write to it, and a chat page.

`server.Sandbox` is the door. Knows nothing of the bot it serves: only the Bot API and what telegram.md says of it.
"""
