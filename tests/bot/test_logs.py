"""What gets into a log line, and above all what never does."""

import io
import json
import logging
import subprocess
import sys

import pytest
import structlog

from bot import logs

TOKEN = "123456789:" + "AAbbCC_-dd" * 4
SPOKEN = "王敏说出口退税三个月没到账,电话 13812345678"


@pytest.fixture
def lines():
    """Everything logged so far, as parsed JSON lines; the process's logging is put back afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.raiseExceptions
    stream = io.StringIO()
    logs.configure(stream, human=False, secrets=["s3cret-word"])
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], logging.raiseExceptions = before[0], before[2]
    root.setLevel(before[1])
    for name in logs.OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def ours():
    return structlog.get_logger("bot.sender")


def raised(error: Exception) -> Exception:
    """``error`` with a traceback and a cause that quotes a person."""
    grievance = SPOKEN
    try:
        try:
            int(grievance)
        except ValueError as cause:
            raise error from cause
    except Exception as caught:
        return caught


def test_a_line_says_what_when_in_utc_and_who(lines):
    ours().info("notice sent", attempt=2, seconds=0.25)
    (line,) = lines()
    assert ("notice sent", "info", "bot.sender", 2, 0.25) == tuple(
        line[key] for key in ("event", "level", "logger", "attempt", "seconds")
    )
    assert line["timestamp"].endswith("Z")


def test_lines_inside_carry_the_update_and_the_ticket(lines):
    with logs.about(update_id=987654321, ticket="QY-20261122-0001"):
        ours().info("claimed")
    ours().info("idle")
    inside, outside = lines()
    assert (987654321, "QY-20261122-0001") == (inside["update_id"], inside["ticket"])
    assert "update_id" not in outside


def test_a_librarys_line_inside_carries_them_too(lines):
    with logs.about(update_id=7):
        logging.getLogger("sqlalchemy.pool").warning("connection lost")
    assert 7 == lines()[0]["update_id"]


def test_a_key_that_is_not_listed_is_dropped_and_named(lines):
    ours().info("submitted", text=SPOKEN, phone="13812345678", unit="tax")
    (line,) = lines()
    assert "tax" == line["unit"]
    assert "phone text" == line["dropped"]
    assert "13812345678" not in json.dumps(line)


@pytest.mark.parametrize(
    "value",
    [SPOKEN, "Wang Min", "13812345678", "min@example.com", "91430200MA4L0ABCDE", {"name": "Min"}, ["Min"], b"Min"],
)
def test_a_listed_key_takes_no_personal_value(lines, value):
    ours().info("odd", unit=value)
    (line,) = lines()
    del line["timestamp"]  # its microseconds may be any digits
    written = json.dumps(line, ensure_ascii=False)
    assert not any(secret in written for secret in ("王", "Wang", "Min", "138", "example", "9143"))


def test_an_exception_shows_its_types_and_frames_and_nothing_it_says(lines):
    ours().error("an update failed", exc_info=raised(RuntimeError(f"no {SPOKEN} of Wang Min")))
    (line,) = lines()
    assert ["RuntimeError", "ValueError"] == [one["type"] for one in line["exception"]]
    assert "test_logs:" in line["exception"][0]["frames"][0]
    written = json.dumps(line, ensure_ascii=False)
    assert not any(spoken in written for spoken in ("王敏", "138", "Wang", "grievance"))


def test_an_exception_inside_a_librarys_line_is_treated_the_same(lines):
    error = raised(LookupError(SPOKEN))
    logging.getLogger("asyncio").error(f"Task failed\nexception={error!r}", exc_info=error)
    (line,) = lines()
    assert "Task failed" == line["event"]
    assert "LookupError" == line["exception"][0]["type"]
    assert "王" not in json.dumps(line, ensure_ascii=False)


def test_a_machines_error_says_what_happened_without_the_name_of_a_file(lines):
    ours().error("no disk", exc_info=OSError(28, "No space left on device", "王敏.jpg"))
    (line,) = lines()
    assert "No space left on device" == line["exception"][0]["says"]
    assert "jpg" not in json.dumps(line)


def test_a_librarys_arguments_pass_only_as_numbers_and_names_of_errors(lines):
    say = "Failed to fetch updates - %s: %s (tryings = %d) for %s"
    logging.getLogger("aiogram.dispatcher").error(say, "TelegramNetworkError", ValueError(SPOKEN), 3, "Wang")
    assert "Failed to fetch updates - TelegramNetworkError: ValueError (tryings = 3) for …" == lines()[0]["event"]


def test_arguments_that_do_not_fit_do_not_print_themselves(lines, capsys):
    logging.getLogger("aiogram").error("update %d failed", SPOKEN)
    assert "update %d failed" == lines()[0]["event"]
    assert "" == capsys.readouterr().err


@pytest.mark.parametrize(
    "said",
    [
        f"GET https://api.telegram.org/bot{TOKEN}/getMe",
        f"GET https://api.telegram.org/file/bot{TOKEN.replace(':', '%3A')}/photos/1.jpg",
        f"the token is {TOKEN}",
        f"bot{TOKEN}",
        "POST /telegram/s3cret-word",
    ],
)
@pytest.mark.parametrize("logger", ["bot.sender", "aiohttp.client"])
def test_the_token_and_the_secrets_never_appear(lines, said, logger):
    logging.getLogger(logger).warning(said)
    structlog.get_logger(logger).warning(said, url=said, error=said)
    written = json.dumps(lines())
    assert TOKEN.partition(":")[2] not in written
    assert "s3cret-word" not in written


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Conflict: terminated by other getUpdates request", "Conflict: terminated by other getUpdates request"),
        (f'Bad Request: unsupported start tag "{SPOKEN}"', "Bad Request: unsupported start tag …"),
        ("ClientDecodeError: got Wang Min", "ClientDecodeError"),
        ("Wang Min", "…"),
    ],
)
def test_an_error_in_words_passes_when_telegram_said_it(lines, said, kept):
    ours().warning("no updates", error=said)
    assert kept == lines()[0]["error"]


def test_ids_pass_in_a_row(lines):
    ours().error("not recorded", outbox=[1, 2, 3])
    assert [1, 2, 3] == lines()[0]["outbox"]


@pytest.mark.parametrize("name", ["aiogram.event", "aiohttp.access", "apscheduler.executors", "sqlalchemy.engine"])
def test_libraries_speak_from_warning_on(lines, name):
    logging.getLogger(name).info("busy")
    logging.getLogger(name).warning("in trouble")
    assert ["in trouble"] == [line["event"] for line in lines()]


def test_a_long_line_is_cut(lines):
    logging.getLogger("aiohttp").warning("x" * 5000)
    assert logs.LONGEST == len(lines()[0]["event"])


def test_a_quote_that_is_never_closed_is_not_repeated():
    assert "near …" == logs.scrub('near "Wang Min said')


def test_an_apostrophe_is_not_a_quote():
    assert "Bad Request: message can't be edited" == logs.scrub("Bad Request: message can't be edited")


def test_on_a_terminal_the_exception_reads_from_the_frames_to_the_type():
    stream = io.StringIO()
    try:
        logs.configure(stream, human=True)
        ours().error("an update failed", exc_info=raised(RuntimeError(SPOKEN)), unit="tax")
    finally:
        logging.getLogger().handlers[:] = []
        logging.captureWarnings(False)
        structlog.reset_defaults()
    written = stream.getvalue()
    assert "unit=tax" in written
    assert "raised\nRuntimeError\ncaused by\n" in written
    assert "王" not in written


def test_set_up_in_a_process_of_its_own_it_writes_to_standard_error():
    code = (
        "from bot import logs; logs.configure(); import structlog; structlog.get_logger('bot').info('ready', port=8080)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "" == done.stdout
    assert ("ready", 8080) == tuple(json.loads(done.stderr)[key] for key in ("event", "port"))
