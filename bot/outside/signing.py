"""How each kind of destination wants to be sure who writes: pure functions of a secret, a moment and what is sent."""

import base64
import hashlib
import hmac
from urllib.parse import quote

TIMESTAMP, SIGNATURE, DELIVERY = "X-Buqiuren-Timestamp", "X-Buqiuren-Signature", "X-Buqiuren-Delivery"
"""Headers of what is posted to a plain address."""


def of_webhook(secret: str, seconds: int, body: bytes) -> str:
    """``sha256=`` and the HMAC-SHA256 of the timestamp, a dot and the body, in hexadecimal."""
    mac = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    return f"sha256={mac.hexdigest()}"


def dingtalk(url: str, secret: str, milliseconds: int) -> str:
    """The robot's address with DingTalk's timestamp and signature: the secret is the key, both lines are what is signed."""
    mac = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256)
    signature = quote(base64.b64encode(mac.digest()), safe="")
    return f"{url}{'&' if '?' in url else '?'}timestamp={milliseconds}&sign={signature}"


def feishu(secret: str, seconds: int) -> str:
    """Feishu's signature, which stands in the body: both lines are the key, nothing is signed with it."""
    mac = hmac.new(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256)
    return base64.b64encode(mac.digest()).decode()
