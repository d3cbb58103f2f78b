"""editMessage…: only the bot's own messages, only what they hold, and not to what they already say."""

from typing import Any

from sandbox.access import message_of, writable
from sandbox.errors import refuse
from sandbox.files import TITLES
from sandbox.keyboards import read_markup
from sandbox.methods_media import input_media
from sandbox.methods_send import caption_of, text_of
from sandbox.params import Params
from sandbox.places import Message
from sandbox.state import State

Json = dict[str, Any]

WORDS = ("text", "entities", "caption", "caption_entities", "link_preview_options")
CAPTIONED = {"photo", "video", "document", "audio", "voice", "animation"}


def _editable(state: State, params: Params) -> Message:
    chat = writable(state, params.get("chat_id"))
    message = message_of(state, chat, params, "edit_not_found")
    # Nor can one that brought a reply keyboard.
    forwarded = "forward_origin" in message.body
    if not message.out or message.service or message.bare_keyboard or forwarded:
        raise refuse("cant_be_edited")
    return message


def _change(state: State, params: Params, message: Message, content: Json, drop: tuple[str, ...]) -> Json:
    """Make the message say `content` instead of its fields `drop`; the keyboard goes unless one is given."""
    markup = read_markup(params.get("reply_markup"), message.chat, inline_only=True)
    body = message.body
    before = {name: body[name] for name in drop if name in body}
    if before == content and body.get("reply_markup") == markup:
        raise refuse("message_not_modified")
    state.limits.charge(message.chat.id)
    for name in drop:
        body.pop(name, None)
    body.pop("reply_markup", None)
    body |= content
    if markup:
        body["reply_markup"] = markup
    body["edit_date"] = state.clock.timestamp()
    if before != content:
        message.edited = True
        state.guide.said(content.get("text") or content.get("caption") or "", by_bot=True)
    state.changed(message)
    return body


def edit_text(state: State, params: Params) -> Json:
    """editMessageText."""
    content = text_of(state, params)
    message = _editable(state, params)
    if "text" not in message.body:
        raise refuse("no_text_to_edit")
    options = params.json("link_preview_options", "link preview options")
    if isinstance(options, dict) and options:
        content["link_preview_options"] = options
    return _change(state, params, message, content, ("text", "entities", "link_preview_options"))


def edit_caption(state: State, params: Params) -> Json:
    """editMessageCaption; none given takes the caption away."""
    content = caption_of(state, params.get("caption"), params.get("parse_mode"), params.get("caption_entities"))
    message = _editable(state, params)
    if not CAPTIONED & message.body.keys():
        raise refuse("no_caption_to_edit")
    return _change(state, params, message, content, ("caption", "caption_entities"))


def edit_markup(state: State, params: Params) -> Json:
    """editMessageReplyMarkup; none given takes the keyboard away."""
    return _change(state, params, _editable(state, params), {}, ())


def edit_media(state: State, params: Params) -> Json:
    """editMessageMedia: another medium and caption, or a medium for a text."""
    params.required("media")
    _, content = input_media(state, params, params.json("media", "input media"), album=False)
    message = _editable(state, params)
    if not message.body.keys() & {"text", *TITLES}:
        raise refuse("cant_be_edited")
    return _change(state, params, message, content, (*WORDS, *TITLES))


METHODS = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagereplymarkup": edit_markup,
    "editmessagemedia": edit_media,
}
