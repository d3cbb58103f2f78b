"""The way to Telegram, whose answers stay plain JSON.

Of a message sent only its id matters, and an update that aiogram can't parse must not spoil the others it came with.
Modelling every answer would cost 10 MB, and a tenth of an update's time; a form built for files that aren't there, another.
"""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import TelegramMethod
from aiogram.methods.base import Response
from aiogram.types import InputFile
from aiohttp import FormData
from aiohttp.payload import BytesPayload
from yarl import URL


class Anything(TelegramMethod[Any]):
    """Stands for whatever was called where aiogram would look up the model of its answer."""

    __returning__ = Any
    __api_method__ = "anything"


ANYTHING = Anything()
PLAIN = Response[Any]  # held on to: pydantic forgets a parametrised model that nobody holds, and builds it anew


class PlainSession(AiohttpSession):
    """aiogram's session; what it gives is dicts and lists, what it raises is aiogram's own."""

    def build_form_data(self, bot: Bot, method: TelegramMethod[Any]) -> FormData:
        """What is called, as a form; without a file it is encoded here, by a quoter that knows Chinese in no time."""
        files: dict[str, InputFile] = {}
        dumped = method.model_dump(warnings=False)
        fields = {name: said for name, value in dumped.items() if (said := self.prepare_value(value, bot, files))}
        if files:
            return super().build_form_data(bot, method)
        query = URL.build(query=fields).raw_query_string
        return BytesPayload(query.encode(), content_type="application/x-www-form-urlencoded")  # type: ignore[return-value]

    def check_response(self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str) -> Response[Any]:
        """The answer as it came. Raises ``TelegramAPIError``, and ``ClientDecodeError`` for what is no answer."""
        return super().check_response(bot, ANYTHING, status_code, content)


def connect(token: str, api_base: str) -> Bot:
    """A bot at that server. Close its ``session`` at the end."""
    return Bot(token, session=PlainSession(api=TelegramAPIServer.from_base(api_base)))
