"""sendMessage and its kin: what every new message of the bot goes through, whatever it holds."""

from typing import Any

from sandbox.access import writable
from sandbox.errors import refuse
from sandbox.hands import quoted
from sandbox.keyboards import read_markup, take_effect
from sandbox.params import Params
from sandbox.places import Chat, Message
from sandbox.state import State
from sandbox.texts import caption_text, message_text

Json = dict[str, Any]


def text_of(state: State, params: Params) -> Json:
    """`text` and `entities` of a message from a call."""
    text, entities = message_text(params.get("text"), params.get("parse_mode"), params.get("entities"))
    return {"text": text} | ({"entities": with_people(state, entities)} if entities else {})


def caption_of(state: State, given: Any, parse_mode: Any, entities: Any) -> Json:
    """`caption` and `caption_entities`, nothing when empty."""
    caption, found = caption_text(given, parse_mode, entities)
    if not caption:
        return {}
    return {"caption": caption} | ({"caption_entities": with_people(state, found)} if found else {})


def with_people(state: State, entities: list[Json]) -> list[Json]:
    """Mentions of people by id get the person; one of somebody unknown is dropped silently."""
    if not any(entity["type"] == "text_mention" for entity in entities):
        return entities
    kept = []
    for entity in entities:
        if entity["type"] == "text_mention":
            person = state.person(entity["user"])
            if person is None:
                continue
            kept.append({**entity, "user": person.api})
        else:
            kept.append(entity)
    return kept


def reply_of(state: State, chat: Chat, params: Params) -> Json:
    """`reply_to_message` of a new message, from reply_parameters or the older reply_to_message_id."""
    given = params.json("reply_parameters", "reply parameters")
    if given is None and params.get("reply_to_message_id") in (None, "", 0, "0"):
        return {}
    if given is None:
        given = {"message_id": params.integer("reply_to_message_id")}
        given["allow_sending_without_reply"] = params.flag("allow_sending_without_reply")
    if not isinstance(given, dict):
        raise refuse("not_json", what="reply parameters")
    try:
        number = int(given.get("message_id") or 0)
    except (TypeError, ValueError):
        number = 0
    target = state.find(chat, number)
    if target is None:
        if given.get("allow_sending_without_reply"):
            return {}
        raise refuse("reply_not_found")
    return {"reply_to_message": quoted(target)}


def deliver(state: State, chat: Chat, params: Params, contents: list[Json]) -> list[Message]:
    """Send one message or an album: reply, keyboard (an album has none), limits, then it is there."""
    shared = reply_of(state, chat, params)
    markup = read_markup(params.get("reply_markup"), chat) if len(contents) == 1 else None
    protected = params.flag("protect_content")
    if protected:
        shared["has_protected_content"] = True
    if markup and "inline_keyboard" in markup:
        shared["reply_markup"] = markup
    state.limits.charge(chat.id, len(contents))
    sent = []
    for content in contents:
        message = state.put(chat, state.bot, {**shared, **content})
        message.protected = protected
        sent.append(message)
        state.guide.said(content.get("text") or content.get("caption") or "", by_bot=True)
    if markup:
        take_effect(state, sent[0], markup)
    return sent


def send_message(state: State, params: Params) -> Json:
    """sendMessage."""
    content = text_of(state, params)
    chat = writable(state, params.get("chat_id"))
    options = params.json("link_preview_options", "link preview options")
    if isinstance(options, dict) and options:
        content["link_preview_options"] = options
    return deliver(state, chat, params, [content])[0].body


def send_location(state: State, params: Params) -> Json:
    """sendLocation."""
    place = {}
    for name in ("latitude", "longitude"):
        if not params.text(name):
            raise refuse("location_missing", name=name)
        try:
            place[name] = float(params.text(name))
        except ValueError:
            place[name] = 0.0
    chat = writable(state, params.get("chat_id"))
    return deliver(state, chat, params, [{"location": place}])[0].body


def send_contact(state: State, params: Params) -> Json:
    """sendContact."""
    if not params.text("phone_number"):
        raise refuse("contact_phone_missing")
    if not params.text("first_name"):
        raise refuse("contact_name_missing")
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: params.text(name) for name in names if params.text(name)}
    chat = writable(state, params.get("chat_id"))
    return deliver(state, chat, params, [{"contact": contact}])[0].body


METHODS = {"sendmessage": send_message, "sendlocation": send_location, "sendcontact": send_contact}
