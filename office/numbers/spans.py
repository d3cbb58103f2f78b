"""What a period is counted over: its own span, that of the due batch, the year; and until when what happened counts."""

from dataclasses import dataclass
from datetime import datetime

from tickets.city import City
from tickets.periods import Period, Span, window_over


@dataclass(frozen=True, slots=True)
class Spans:
    """The spans as ``storage.counting.counts`` names them; what was rejected before ``contestable_since`` is final."""

    by_name: dict[str, Span]
    cutoff: datetime
    contestable_since: datetime

    @classmethod
    def of(cls, city: City, period: Period, cutoff: datetime) -> "Spans":
        """What is asked of a period when nothing at or after ``cutoff`` counts."""
        spans = {
            "period": period.span,
            "due": period.shifted_back(),
            "year": period.year_to(cutoff),
        }
        return cls(spans, cutoff, window_over(cutoff, city.clocks.contest_window, city.calendar))
