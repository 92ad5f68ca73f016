"""A compact JWS in, its claims out, or the reason why it is refused."""

import base64
import json
import re

from joserfc import jws
from joserfc.jwk import ECKey

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Only ES256, whatever a header asks for; `jwk` and `typ` in it are ours to judge.
REGISTRY = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)


class Refusal(Exception):
    """Why a request is not taken."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


def unique(pairs: list) -> dict:
    """An object whose names stand once each: of doubled ones, two readers could take different values."""
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice")
    return members


def parse_json(text: bytes):
    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError):
        raise Refusal(400, "the JSON is malformed") from None


def part(text: str):
    """One part of a JWS as the JSON object that it is."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", text):
        raise Refusal(400, "the receipt is not a compact JWS")
    try:
        value = parse_json(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise Refusal(400, "the receipt is not a compact JWS")
    return value


def read_receipt(text: str) -> dict:
    """Verifies a receipt and answers its claims. The key is in the header, so only ES256 and nothing else is accepted from there."""
    if len(text) > 16_384:
        raise Refusal(413, "a receipt has at most 16,384 bytes")
    parts = text.split(".")
    if len(parts) != 3:
        raise Refusal(400, "the receipt is not a compact JWS")
    header, claims = part(parts[0]), part(parts[1])
    if header.get("typ") != "cs-receipt+jws" or "crit" in header or claims.get("v") != "cs-receipt/1":
        raise Refusal(400, "the JWS is not a receipt of version 1")
    if not UUID.fullmatch(str(claims.get("rid"))) or not isinstance(claims.get("kind"), str):
        raise Refusal(400, "rid or kind is missing")
    # Unsigned receipts come from browsers without WebCrypto and say so themselves. Nothing else may be unsigned.
    unsigned = header.get("alg") == "none" and claims.get("assurance") == "server" and not parts[2]
    if not unsigned and not holds(text, header):
        raise Refusal(422, "the signature does not hold")
    return claims


def holds(text: str, header: dict) -> bool:
    """Whether the key in the header made the signature, and `kid` is its RFC 7638 thumbprint."""
    try:
        key = ECKey.import_key(header["jwk"])
        jws.deserialize_compact(text, key, registry=REGISTRY)
    except Exception:  # the library has many ways to say no
        return False
    return key.curve_name == "P-256" and header.get("kid") == key.thumbprint()
