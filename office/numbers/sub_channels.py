"""The sub-channels below each channel of a digest: what came by each, and its headline rate. 三会 is read by its kinds."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from storage.counting import sub_channel_counts
from tickets.city import City
from tickets.periods import Period
from tickets.rates import HEADLINE, rate
from tickets.scopes import Scope


def of_channels(
    conn: Connection, city: City, *, period: Period, scope: Scope, now: datetime
) -> dict[str, list[dict[str, Any]]]:
    """By channel key, in the configured order: label, accepted and resolution of each by which something came or was settled."""
    counted = sub_channel_counts.count(conn, scope=scope, period=period.span, cutoff=period.cutoff(now))
    configured = [(channel.key, sub) for channel in city.channels for sub in channel.sub]
    found: dict[str, list[dict[str, Any]]] = {}
    for channel, sub in [*configured, *sorted(set(counted) - set(configured))]:
        if (counts := counted.get((channel, sub))) is None:
            continue
        resolution = rate(HEADLINE, counts, city.rates).facts
        row = {"label": sub, "accepted": counts["accepted"], "resolution": resolution}
        found.setdefault(channel, []).append(row)
    return found
