"""Which figures of two digests differ, and what is no figure."""

from tickets.differing import differences


def instructed(to: str, state: str = "dispatched") -> dict[str, object]:
    return {"instructed": [{"number": "QY-20261120-0001", "unit": "市税务局", "state": state, "to": to}]}


def test_what_a_unit_is_called_is_no_figure():
    assert [] == differences(instructed("市供电公司"), instructed("power"))


def test_where_a_ticket_stood_is_one():
    (found,) = differences(instructed("市供电公司"), instructed("市供电公司", "in_progress"))
    assert (("instructed", "QY-20261120-0001", "state"), "dispatched", "in_progress") == (
        found.path,
        found.old,
        found.new,
    )
