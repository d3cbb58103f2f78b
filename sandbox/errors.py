"""Every error the Bot API answers with here, by name. The sentences are the real server's, letter for letter."""

from typing import Any

ERRORS: dict[str, tuple[int, str]] = {
    # 400: the call
    "chat_id_empty": (400, "chat_id is empty"),
    "message_id_empty": (400, "message identifier is not specified"),
    "message_ids_empty": (400, "message identifiers are not specified"),
    "too_many_message_ids": (400, "too many message identifiers specified"),
    "parameter_required": (400, 'parameter "{name}" is required'),
    "not_json": (400, "can't parse {what} JSON object"),
    "not_utf8": (400, "strings must be encoded in UTF-8"),
    "wrong_action": (400, "wrong parameter action in request"),
    # 400: chats and people
    "chat_not_found": (400, "chat not found"),
    "user_not_found": (400, "user not found"),
    "invalid_user_id": (400, "invalid user_id specified"),
    "group_upgraded": (400, "group chat was upgraded to a supergroup chat"),
    "no_administrators": (400, "there are no administrators in the private chat"),
    "cant_leave_private": (400, "chat member status can't be changed in private chats"),
    "cant_pin": (400, "not enough rights to manage pinned messages in the chat"),
    # 400: words
    "text_empty": (400, "message text is empty"),
    "text_blank": (400, "text must be non-empty"),
    "text_too_long": (400, "text is too long"),
    "message_too_long": (400, "message is too long"),
    "caption_too_long": (400, "message caption is too long"),
    "cant_parse_entities": (400, "can't parse entities: {reason}"),
    "cant_parse_entity": (400, "can't parse MessageEntity: {reason}"),
    "unsupported_parse_mode": (400, "unsupported parse_mode"),
    # 400: messages
    "message_not_modified": (
        400,
        "message is not modified: specified new message content and reply markup are exactly the same"
        " as a current content and reply markup of the message",
    ),
    "edit_not_found": (400, "message to edit not found"),
    "cant_be_edited": (400, "message can't be edited"),
    "no_text_to_edit": (400, "there is no text in the message to edit"),
    "no_caption_to_edit": (400, "there is no caption in the message to edit"),
    "reply_not_found": (400, "message to be replied not found"),
    "delete_not_found": (400, "message to delete not found"),
    "cant_be_deleted": (400, "message can't be deleted"),
    "copy_not_found": (400, "message to copy not found"),
    "cant_be_copied": (400, "message can't be copied"),
    "forward_not_found": (400, "message to forward not found"),
    "cant_be_forwarded": (400, "message can't be forwarded"),
    "pin_not_found": (400, "message to pin not found"),
    # 400: keyboards and queries
    "button_data_invalid": (400, "BUTTON_DATA_INVALID"),
    "button_url_invalid": (400, "inline keyboard button URL '{url}' is invalid: {reason}"),
    "cant_parse_inline_button": (400, "can't parse inline keyboard button: {reason}"),
    "cant_parse_button": (400, "can't parse keyboard button: {reason}"),
    "cant_parse_markup": (400, "can't parse reply keyboard markup JSON object"),
    "markup_not_object": (400, "object expected as reply markup"),
    "markup_field": (400, 'field "{field}" of the {kind} must be {shape}'),
    "markup_too_long": (400, "REPLY_MARKUP_TOO_LONG"),
    "inline_expected": (400, "inline keyboard expected"),
    "phone_private_only": (400, "phone number can be requested in private chats only"),
    "location_private_only": (400, "location can be requested in private chats only"),
    "query_too_old": (400, "query is too old and response timeout expired or query ID is invalid"),
    "query_text_too_long": (400, "MESSAGE_TOO_LONG"),
    "url_invalid": (400, "URL_INVALID"),
    # 400: files and albums
    "no_file": (400, "there is no {kind} in the request"),
    "file_empty": (400, "file must be non-empty"),
    "file_too_big": (400, "file is too big"),
    "file_unavailable": (400, "wrong file_id or the file is temporarily unavailable"),
    "file_of_other_type": (400, "can't use file of type {real} as {asked}"),
    "no_url_content": (400, "failed to get HTTP URL content"),
    "not_an_image": (400, "IMAGE_PROCESS_FAILED"),
    "photo_dimensions": (400, "PHOTO_INVALID_DIMENSIONS"),
    "cant_parse_media": (400, "can't parse InputMedia: {reason}"),
    "album_size": (400, "media group must include 2-10 items"),
    "album_mixed": (400, "{kind} can't be mixed with other media types"),
    "location_missing": (400, "{name} is empty"),
    "contact_phone_missing": (400, "phone number is empty"),
    "contact_name_missing": (400, "first name is empty"),
    # 400: the bot itself
    "command_invalid": (400, "BOT_COMMAND_INVALID"),
    "command_description_invalid": (400, "BOT_COMMAND_DESCRIPTION_INVALID"),
    "too_many_commands": (400, "BOT_COMMANDS_TOO_MUCH"),
    "cant_parse_command": (400, "can't parse BotCommand: {reason}"),
    "cant_parse_scope": (400, "can't parse BotCommandScope: {reason}"),
    "profile_too_long": (400, "{what} is too long"),
    "bad_webhook": (400, "bad webhook: {reason}"),
    "bad_secret": (400, "secret token contains unallowed characters"),
    # 403
    "blocked": (403, "bot was blocked by the user"),
    "deactivated": (403, "user is deactivated"),
    "not_started": (403, "bot can't initiate conversation with a user"),
    "kicked": (403, "bot was kicked from the {kind} chat"),
    "not_a_member": (403, "bot is not a member of the {kind} chat"),
    "group_deleted": (403, "the group chat was deleted"),
    # others
    "unauthorized": (401, ""),
    "not_found": (404, ""),
    "method_not_found": (404, "method not found"),
    "other_poll": (
        409,
        "terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    "webhook_set": (409, "terminated by setWebhook request"),
    "webhook_active": (
        409,
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
    "too_large": (413, ""),
    "too_many": (429, "retry after {retry_after}"),
    "internal": (500, ""),
    "restart": (500, "restart"),
    "bad_gateway": (502, ""),
}

PREFIXES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


class ApiError(Exception):
    """What a Bot API call is refused with; `code` is the HTTP status and the `error_code` alike."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The answer's JSON."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class ControlError(Exception):
    """What the control API, not the Bot API, refuses; a sentence that says what to do."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


def refuse(name: str, /, *, parameters: dict[str, Any] | None = None, **fields: object) -> ApiError:
    """The error of this name, its sentence filled with `fields`; to be raised."""
    code, sentence = ERRORS[name]
    sentence = sentence.format(**fields)
    prefix = PREFIXES[code]
    return ApiError(code, f"{prefix}: {sentence}" if sentence else prefix, parameters)
