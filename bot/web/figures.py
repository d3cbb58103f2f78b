"""What Prometheus asks for: how much came in and went out, what waits and what is late. Nobody's name or words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from storage.clock import deadlines
from storage.listing import above
from storage.post import unsent

if TYPE_CHECKING:
    from prometheus_client import Metric

PREFIX = "buqiuren"


@dataclass(slots=True)
class Counted:
    """What this process has seen since it started: updates by outcome, requests by endpoint and status."""

    updates: Counter[str] = field(default_factory=Counter)
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)


def standing(conn: Connection, *, now: datetime) -> dict[str, float]:
    """What is read from the books when it is asked for, each under its figure's name."""
    return {
        "outbox_waiting": unsent.waiting(conn),
        "outbox_failed": unsent.count_failed(conn),
        "outbox_due_seconds": _seconds_since(unsent.next_due(conn), now),
        "deadlines_overdue": deadlines.count_overdue(conn, now=now),
        "tickets_overdue": above.counts(conn, now)["overdue"],
    }


ABOUT = {
    "outbox_waiting": "Notices that wait to be sent, planned ones included.",
    "outbox_failed": "Notices that could not be sent; the office sees them under /failed.",
    "outbox_due_seconds": "How long the oldest due notice has been waiting.",
    "deadlines_overdue": "Deadlines that have come and were not struck yet.",
    "tickets_overdue": "Open tickets whose handling limit is over.",
}


def exposition(counted: Counted, read: dict[str, float], *, is_ready: bool) -> bytes:
    """Everything in Prometheus' text format."""
    from prometheus_client import CollectorRegistry, generate_latest

    registry = CollectorRegistry()
    registry.register(_Collected(counted, read | {"ready": float(is_ready)}))
    return generate_latest(registry)


class _Collected:
    """Hands the figures over, as prometheus_client asks for them."""

    def __init__(self, counted: Counted, read: dict[str, float]) -> None:
        self._counted, self._read = counted, read

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        about = ABOUT | {"ready": "1 while the database answers and the sender runs."}
        for name, value in self._read.items():
            yield GaugeMetricFamily(f"{PREFIX}_{name}", about[name], value=value)
        updates = CounterMetricFamily(f"{PREFIX}_updates", "Updates of Telegram, by outcome.", labels=["outcome"])
        for outcome, count in self._counted.updates.items():
            updates.add_metric([outcome], count)
        requests = CounterMetricFamily(
            f"{PREFIX}_http_requests", "Requests served, by endpoint and status.", labels=["endpoint", "status"]
        )
        for labels, count in self._counted.requests.items():
            requests.add_metric([*labels], count)
        yield from (updates, requests)


def _seconds_since(moment: datetime | None, now: datetime) -> float:
    return max(0.0, (now - moment).total_seconds()) if moment is not None else 0.0
