"""Verifies receipts and countersignatures by joserfc, and counts how many changed ones it refuses. JSON in, JSON out."""

import base64
import json
import sys

from joserfc import jws
from joserfc.jwk import ECKey, KeySet

given = json.load(sys.stdin)
keys = KeySet.import_key_set(given["keySet"])
registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)


def verify(text, key):
    return json.loads(jws.deserialize_compact(text, key, registry=registry).payload)


def receipt(text):
    header = text.split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    key = ECKey.import_key(header["jwk"])
    if key.thumbprint() != header["kid"]:
        raise ValueError("kid is not the thumbprint")
    return verify(text, key)


def countersignature(text):
    return verify(text, keys)


refused = 0
for kind, check in (("receipt", receipt), ("countersignature", countersignature)):
    for text in given["changed"][kind]:
        try:
            check(text)
        except Exception:
            refused += 1
        else:
            sys.exit(f"a changed {kind} is taken: {text}")

print(json.dumps({
    "receipts": [receipt(one["receipt"]) for one in given["receipts"]],
    "countersignatures": [countersignature(one["countersignature"]) for one in given["receipts"]],
    "refused": refused,
}))
