"""Hears it: aiogram routers, one file per audience. A handler parses, asks its desk for one office verb, and returns notices.

Never calls Telegram, never opens a transaction, never words a sentence.
"""
