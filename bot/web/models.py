"""What the intake takes and gives, as pydantic models: they check each field alone, and the served document is made of them.

What a field must be in this city is ``office.intake.platform``'s to say.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from office.submit import LONGEST
from tickets.masking import visible
from tickets.terms import Closing, Kind, State

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _readable(text: str) -> str:
    if _UNFIT.search(text):
        raise PydanticCustomError("control_characters", "it holds control characters")
    if not visible(bare := text.strip()).strip():
        raise PydanticCustomError("empty", "it is empty")
    return bare


def _line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise PydanticCustomError("several_lines", "it must be one line")
    return text


Words = Annotated[str, AfterValidator(_readable)]
Line = Annotated[str, AfterValidator(_readable), AfterValidator(_line)]
Name = Annotated[Line, Field(min_length=1, max_length=100)]
Key = Annotated[Line, Field(min_length=1, max_length=64)]


class Model(BaseModel):
    """No unknown fields, no guessed types."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Enterprise(Model):
    """The firm whose grievance it is."""

    name: Name = Field(description="The firm's full name, 4 to 60 characters.")
    uscc: Name | None = Field(None, description="Its 统一社会信用代码; a known code decides whose ticket it is.")


class Contact(Model):
    """Who speaks for the firm; receipt and callback reach them by phone. Left out, the firm's own contacts are asked."""

    name: Name = Field(description="What the person is called.")
    phone: Name = Field(description="A Chinese number, mobile or landline.")


class Grievance(Model):
    """A grievance as another system sends it in."""

    external_ref: Name = Field(description="Your own number for it. Sent again, it is the same ticket.")
    enterprise: Enterprise
    contact: Contact | None = None
    text: Words = Field(min_length=1, max_length=LONGEST, description="The grievance in the enterprise's own words.")
    category: Key | None = Field(None, description="A category's key; guessed from the text when left out.")
    kind: Kind | None = Field(
        None, description="Guessed from the text when left out; a complaint when about_unit is given."
    )
    region: Key | None = Field(None, description="The key of the firm's region, kept when it is not known yet.")
    chain: Key | None = Field(None, description="The key of the firm's industry chain, kept when it is not known yet.")
    channel: Key | None = Field(None, description="May be left out; must be the key's own channel.")
    sub_channel: Key | None = Field(None, description="One of the channel's sub-channels.")
    about_unit: Key | None = Field(None, description="The key of the unit complained about; it never sees the ticket.")
    confidential: bool = Field(
        False, description="The enterprise is then shown only to who handles the ticket and the office."
    )


class Receipt(BaseModel):
    """Where a ticket stands."""

    number: str
    external_ref: str | None
    channel: str
    state: State
    closing: Closing | None
    round: int
    accepted_at: AwareDatetime
    promised_at: AwareDatetime
    due_at: AwareDatetime | None


class Event(BaseModel):
    """One thing that happened, without names and words."""

    at: AwareDatetime
    event: str
    state: State
    round: int


class Ticket(Receipt):
    """A ticket with its public timeline."""

    sub_channel: str | None
    kind: Kind
    category: str | None
    unit: str | None
    is_paused: bool
    is_confidential: bool
    result: str | None
    timeline: list[Event]


class Problem(BaseModel):
    """One thing that is wrong with what was sent."""

    field: str
    code: str
    message: str
    allowed: list[str] | None = None


class Refused(BaseModel):
    """Why a request was not answered: a code, a sentence with the mend, and for 422 every problem at once."""

    error: str
    message: str
    problems: list[Problem] | None = None
