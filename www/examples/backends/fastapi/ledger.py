"""The receipts in SQLite, and the key that countersigns them. An entry that `append` answers survives a power cut.

Three things matter in any other database too: the JWS stays as it came, to the byte; `rid` is unique; the answer goes out after the commit.
"""

import hashlib
import json
import os
import sqlite3
import threading
from base64 import urlsafe_b64encode
from datetime import datetime, timezone
from pathlib import Path

from joserfc import jws
from joserfc.jwk import ECKey

SCHEMA = """
CREATE TABLE IF NOT EXISTS receipts (
    "index" INTEGER PRIMARY KEY, rid TEXT NOT NULL UNIQUE, received_at TEXT NOT NULL, countersignature TEXT NOT NULL,
    receipt_sha256 TEXT NOT NULL, receipt TEXT NOT NULL
)
"""


class Ledger:
    def __init__(self, folder: Path, issuer: str):
        """Opens the ledger of a folder, or begins one. `issuer` is the origin that countersignatures name."""
        folder.mkdir(parents=True, exist_ok=True)
        self.issuer = issuer
        self.key = signing_key(folder / "key.json")
        self.lock = threading.Lock()
        self.database = sqlite3.connect(folder / "receipts.sqlite", check_same_thread=False, isolation_level=None)
        self.database.row_factory = sqlite3.Row
        self.database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + SCHEMA)

    @property
    def key_set(self) -> dict:
        """The public half of the key, as the key set that verifiers fetch."""
        return {"keys": [{**self.key.as_dict(private=False), "kid": self.key.thumbprint(), "alg": "ES256", "use": "sig"}]}

    def entry(self, rid: str) -> dict | None:
        with self.lock:
            row = self.database.execute("SELECT * FROM receipts WHERE rid = ?", [rid]).fetchone()
        return dict(row) if row else None

    def append(self, rid: str, receipt: str) -> tuple[str, dict]:
        """Appends a receipt; the same again answers the same entry."""
        with self.lock:
            known = self.database.execute("SELECT * FROM receipts WHERE rid = ?", [rid]).fetchone()
            if known:
                return ("known" if known["receipt"] == receipt else "conflict"), dict(known)
            index = self.database.execute('SELECT coalesce(max("index") + 1, 0) FROM receipts').fetchone()[0]
            entry = self.countersigned(rid, receipt, index)
            columns = ", ".join(f'"{name}"' for name in entry)
            values = ", ".join(f":{name}" for name in entry)
            self.database.execute(f"INSERT INTO receipts ({columns}) VALUES ({values})", entry)
            return "new", entry

    def countersigned(self, rid: str, receipt: str, index: int) -> dict:
        sha256 = urlsafe_b64encode(hashlib.sha256(receipt.encode("ascii")).digest()).rstrip(b"=").decode()
        received_at = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        claims = {"v": "cs-countersignature/1", "rid": rid, "sha256": sha256, "rcv": received_at, "iss": self.issuer, "index": index}
        header = {"alg": "ES256", "typ": "cs-countersignature+jws", "kid": self.key.thumbprint()}
        signed = jws.serialize_compact(header, json.dumps(claims), self.key)
        return {"index": index, "rid": rid, "received_at": received_at, "countersignature": signed, "receipt_sha256": sha256, "receipt": receipt}


def signing_key(path: Path) -> ECKey:
    """The key pair of a file, made at the first start. Guard the file: whoever has it countersigns in your name."""
    if not path.exists():
        key = ECKey.generate_key("P-256", private=True)
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            json.dump(key.as_dict(private=True), file)
    return ECKey.import_key(json.loads(path.read_text()))
