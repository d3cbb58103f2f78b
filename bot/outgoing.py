"""From words to Telegram's own calls: a speech becomes one or more Bot API methods, in the order they are to be made.

Joins what ``templates`` says with the buttons that ``handlers.press`` packs. Sends nothing.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from aiogram.methods import (
    EditMessageReplyMarkup,
    EditMessageText,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMediaGroup,
    SendMessage,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
    SetMyCommands,
    TelegramMethod,
)
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    BotCommandScopeUnion,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from handlers.press import pack
from templates.commands import COMMANDS, EVERYBODY, GROUP, GROUPS_ADMINISTRATORS
from templates.labels import CANCEL, CHANGE_FIRM, SHARE_PHONE, SKIP
from templates.speech import File, Key, ReplyKeys, Speech

HTML = "HTML"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
CAPTION_LIMIT = 1024
ALBUM_LIMIT = 10

SENDS: dict[str, type[TelegramMethod[Any]]] = {
    "photo": SendPhoto,
    "document": SendDocument,
    "video": SendVideo,
    "voice": SendVoice,
    "audio": SendAudio,
    "animation": SendAnimation,
    "video_note": SendVideoNote,
    "sticker": SendSticker,
}
WORDLESS = {"video_note", "sticker"}
ALBUMS = {"photo": "pictures", "video": "pictures", "document": "documents", "audio": "audio"}
"""What may stand together in one album; other kinds go one by one."""
MEDIA = {"photo": InputMediaPhoto, "video": InputMediaVideo, "document": InputMediaDocument, "audio": InputMediaAudio}

BELOW: dict[ReplyKeys, tuple[tuple[str, ...], ...]] = {
    ReplyKeys.ASK_PHONE: ((SHARE_PHONE,), (CHANGE_FIRM, CANCEL)),
    ReplyKeys.ASK_NEW_PHONE: ((SHARE_PHONE,), (CANCEL,)),
    ReplyKeys.ASK_STAFF_PHONE: ((SHARE_PHONE,), (SKIP,)),
}
"""The keys below the message box, in rows; what is not here takes them away."""


def menu(chat: int, names: list[str]) -> SetMyCommands:
    """The call that gives a private chat the menu of what its person may do."""
    return _menu({name: label for name, label in COMMANDS.items() if name in names}, BotCommandScopeChat(chat_id=chat))


def menu_of_strangers() -> SetMyCommands:
    """The menu before anybody has a role."""
    return _menu({name: COMMANDS[name] for name in EVERYBODY}, BotCommandScopeDefault())


def menu_of_groups() -> SetMyCommands:
    """The menu in groups."""
    return _menu(GROUP, BotCommandScopeAllGroupChats())


def menu_of_administrators() -> SetMyCommands:
    """The menu in groups of who administers them."""
    return _menu(GROUPS_ADMINISTRATORS, BotCommandScopeAllChatAdministrators())


def _menu(shown: dict[str, str], scope: BotCommandScopeUnion) -> SetMyCommands:
    return SetMyCommands(
        commands=[BotCommand(command=name, description=label) for name, label in shown.items()], scope=scope
    )


def calls(speech: Speech, chat: int, *, quiet: bool = False, reply_to: int | None = None) -> list[TelegramMethod[Any]]:
    """The calls that send this as new messages. The first one carries the keys and is the reply.

    Raises ``ValueError`` for what no message can be: nothing in it, both sorts of keys, an unknown kind of file.
    """
    common: dict[str, Any] = {"chat_id": chat, "disable_notification": quiet or None}
    first: dict[str, Any] = {"reply_markup": _markup(speech)}
    if reply_to is not None:
        first["reply_parameters"] = ReplyParameters(message_id=reply_to, allow_sending_without_reply=True)
    if speech.document is not None:
        document = BufferedInputFile(speech.document.body, speech.document.name)
        return [SendDocument(document=document, caption=speech.text, parse_mode=HTML, **common, **first)]
    if speech.picture is not None and _fits_under_a_picture(speech.text):
        photo = BufferedInputFile(speech.picture.body, speech.picture.name)
        return [SendPhoto(photo=photo, caption=speech.text, parse_mode=HTML, **common, **first)]
    caption = speech.text if _is_caption(speech) else None
    made: list[TelegramMethod[Any]] = []
    if speech.text and caption is None:
        made.append(SendMessage(text=speech.text, parse_mode=HTML, link_preview_options=NO_PREVIEW, **common, **first))
        first = {}
    for files in _together(speech.files):
        if len(files) > 1:
            # An album can't carry keys: without words before it they have no place.
            if first.pop("reply_markup", None):
                raise ValueError("an album without words can't have keys")
            media = [MEDIA[file.kind](media=file.file_id) for file in files]
            made.append(SendMediaGroup(media=media, **common, **first))
        else:
            words = {"caption": caption, "parse_mode": HTML} if caption else {}
            made.append(_send(files[0], **words, **common, **first))
        first = {}
    if not made:
        raise ValueError("nothing to say: neither words nor files")
    return made


def edit(speech: Speech, chat: int, message: int) -> EditMessageText:
    """The call that makes a message already there say this."""
    return EditMessageText(
        chat_id=chat,
        message_id=message,
        text=speech.text,
        parse_mode=HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=inline(speech.keys),
    )


def edit_keys(speech: Speech, chat: int, message: int) -> EditMessageReplyMarkup:
    """The call that puts these keys under a message already there, whose words stay."""
    return EditMessageReplyMarkup(chat_id=chat, message_id=message, reply_markup=inline(speech.keys))


def fits_in_place(speech: Speech) -> bool:
    """A message already there can be edited to say this: words, and at most keys under them."""
    is_more = speech.files or speech.document is not None or speech.picture is not None
    return bool(speech.text) and not is_more and speech.reply_keys is None


def inline(keys: tuple[tuple[Key, ...], ...]) -> InlineKeyboardMarkup | None:
    """The buttons under a message, or None for none."""
    rows = [[_button(key) for key in row] for row in keys if row]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _button(key: Key) -> InlineKeyboardButton:
    if key.url is not None:
        return InlineKeyboardButton(text=key.label, url=key.url)
    return InlineKeyboardButton(text=key.label, callback_data=pack(key.verb, *key.args))


def _markup(speech: Speech) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    buttons = inline(speech.keys)
    if speech.reply_keys is None:
        return buttons
    if buttons is not None:
        raise ValueError("a message has either buttons or a keyboard, not both")
    if speech.reply_keys not in BELOW:
        return ReplyKeyboardRemove(remove_keyboard=True)
    rows = [
        [KeyboardButton(text=label, request_contact=True if label == SHARE_PHONE else None) for label in row]
        for row in BELOW[speech.reply_keys]
    ]
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)


def _is_caption(speech: Speech) -> bool:
    if len(speech.files) != 1 or speech.files[0].kind in WORDLESS:
        return False
    return _fits_under_a_picture(speech.text)


def _fits_under_a_picture(text: str) -> bool:
    shown = unescape(re.sub(r"<[^>]*>", "", text))
    return len(shown.encode("utf-16-le")) // 2 <= CAPTION_LIMIT  # as clients count: an emoji is two


def _together(files: tuple[File, ...]) -> Iterator[list[File]]:
    """Files in the groups that are sent in one call: up to ten of one album, or a single one."""
    groups: dict[object, list[File]] = {}
    for place, file in enumerate(files):
        groups.setdefault(ALBUMS.get(file.kind, place), []).append(file)
    for group in groups.values():
        for start in range(0, len(group), ALBUM_LIMIT):
            yield group[start : start + ALBUM_LIMIT]


def _send(file: File, **fields: Any) -> TelegramMethod[Any]:
    if file.kind not in SENDS:
        raise ValueError(f"a file of unknown kind {file.kind!r}")
    return SENDS[file.kind](**{file.kind: file.file_id}, **fields)
