"""Things that go wrong on purpose: the next calls of a method fail, hang, or are cut off after taking effect."""

from dataclasses import dataclass
from typing import Any

from sandbox.errors import ERRORS, ApiError, ControlError, refuse


@dataclass(slots=True)
class Fault:
    """One order for trouble; `times` counts down to 0. A hang comes first, then the error, else the call itself."""

    method: str
    times: int
    error: ApiError | None = None
    hang: float = 0.0
    cut: bool = False

    def json(self) -> dict[str, Any]:
        """As the control API lists it."""
        error = self.error and {"code": self.error.code, "description": self.error.description}
        return {"method": self.method, "times": self.times, "error": error, "hang": self.hang, "cut": self.cut}


class Faults:
    """The orders not yet used up, oldest first."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def add(
        self,
        method: str,
        times: int = 1,
        *,
        error: dict[str, Any] | str | None = None,
        hang: float = 0.0,
        cut: bool = False,
    ) -> None:
        """`method` "*" is any. `error` is {code, description, parameters?}, or a name of the table in errors.py."""
        if not (error or hang or cut):
            raise ControlError('say what goes wrong: "error", "hang" or "cut"')
        self._orders.append(Fault(method.lower(), int(times), _error(error), float(hang), bool(cut)))

    def list(self) -> list[dict[str, Any]]:
        """What is still to happen."""
        return [order.json() for order in self._orders]

    def clear(self) -> None:
        """Forget them all."""
        self._orders.clear()

    def take(self, method: str) -> Fault | None:
        """The fault this call, named in lower case, meets; it is used up by that."""
        for order in self._orders:
            if order.method in {"*", method}:
                order.times -= 1
                if order.times <= 0:
                    self._orders.remove(order)
                return order
        return None


def _error(given: dict[str, Any] | str | None) -> ApiError | None:
    if given is None:
        return None
    if isinstance(given, str):
        if given not in ERRORS or "{" in ERRORS[given][1]:
            raise ControlError(f'no error is called "{given}"; give {{"code": …, "description": …}}')
        return refuse(given)
    try:
        return ApiError(int(given["code"]), str(given["description"]), given.get("parameters"))
    except KeyError as missing:
        raise ControlError(f'"error" needs {missing}') from missing
