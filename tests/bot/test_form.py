"""What is called goes over the wire as the form that aiogram would write."""

from urllib.parse import parse_qs

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile, ForceReply
from hypothesis import given
from hypothesis import strategies as st

from bot.session import PlainSession

BOT = Bot("1:a")


@given(text=st.text(min_size=1), chat=st.integers(-(10**15), 10**15))
def test_whatever_is_said_arrives_as_aiogram_would_have_written_it(text: str, chat: int) -> None:
    call = SendMessage(chat_id=chat, text=text.encode(errors="ignore").decode() or "诉求", reply_markup=ForceReply())
    theirs, ours = AiohttpSession().build_form_data(BOT, call)(), PlainSession().build_form_data(BOT, call)
    assert theirs.content_type == ours.content_type.replace("; charset=utf-8", "")
    assert _read(theirs) == _read(ours)


def test_a_file_goes_as_a_form_of_parts() -> None:
    call = SendDocument(chat_id=1, document=BufferedInputFile(b"x", "a.txt"))
    assert "multipart/form-data" == PlainSession().build_form_data(BOT, call)().content_type.partition(";")[0]


def _read(form: object) -> dict[str, list[str]]:
    return parse_qs(form.decode(), keep_blank_values=True, strict_parsing=True)  # type: ignore[attr-defined]
