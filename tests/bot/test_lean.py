"""Putting aiogram's models off must change nothing about them but the moment they are built."""

import subprocess
import sys

DESCRIBE = """
import sys
if sys.argv[1] == "lean":
    from bot import lean
    lean.import_leanly()
import inspect, re
import aiogram.methods, aiogram.types
from pydantic import BaseModel
for module in (aiogram.types, aiogram.methods):
    for name in sorted(module.__all__):
        model = getattr(module, name)
        if not (inspect.isclass(model) and issubclass(model, BaseModel)):
            continue
        model.model_rebuild()
        assert model.__pydantic_complete__, name
        fields = {key: (repr(field.annotation), repr(field.default), field.alias) for key, field in model.model_fields.items()}
        config = {key: value for key, value in model.model_config.items() if key != "defer_build"}
        print(name, re.sub(r" at 0x[0-9a-f]+", "", repr(fields)), sorted(config.items()))
"""


ANSWERED = """
from bot import lean
lean.import_leanly()
from aiogram.methods import SendMessage, Response
from aiogram.types import Message
answer = '{"ok":true,"result":{"message_id":7,"date":1,"chat":{"id":5,"type":"private"},"text":"x"}}'
print(Response[SendMessage.__returning__].model_validate_json(answer).result.message_id)
"""


def described(how: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", DESCRIBE, how], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_every_model_is_the_same_as_after_a_plain_import() -> None:
    plain = described("plain")
    assert len(plain) > 500
    assert plain == described("lean")


def test_an_answer_is_read_though_its_models_were_put_off() -> None:
    done = subprocess.run([sys.executable, "-c", ANSWERED], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "7"
