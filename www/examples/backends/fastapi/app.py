"""Receipts with FastAPI: takes all four bodies, verifies, stores in SQLite, countersigns.

In: DATA (a folder, default `data`), PUBLIC_ORIGIN (what countersignatures name as their issuer), and ORIGINS, the sites on other origins
whose pages may send, parted by spaces. Out: `POST /receipts`, `GET /receipts/{rid}`, `GET /.well-known/jwks.json`.
Start it with `uvicorn app:app --port 3000`.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from ledger import Ledger
from receipt import Refusal, parse_json, read_receipt

LIMIT = 65_536

app = FastAPI(title="Receipts")
ledger = Ledger(Path(os.environ.get("DATA", "data")), os.environ.get("PUBLIC_ORIGIN", "http://127.0.0.1:3000"))

# Pages on other origins ask first; without this no browser lets the receipt through. Cookies are never sent, so none are allowed.
app.add_middleware(
    CORSMiddleware,
    allow_origins=os.environ.get("ORIGINS", "").split(),
    allow_methods=["POST"],
    allow_headers=["Content-Type", "Idempotency-Key"],
)


@app.exception_handler(Refusal)
async def refuse(_request: Request, refusal: Refusal) -> JSONResponse:
    """An RFC 9457 problem document. 5xx makes the widget try again, 4xx makes it keep the receipt and show it."""
    problem = {"status": refusal.status, "title": str(refusal)}
    return JSONResponse(problem, refusal.status, media_type="application/problem+json")


async def body_of(request: Request) -> bytes:
    """The body, read no further than its limit."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LIMIT:
            raise Refusal(413, "a body has at most 65,536 bytes")
    return body


def receipt_of(content_type: str, body: bytes) -> str:
    """The compact JWS of a request, whichever of the four bodies it has."""
    kind = content_type.partition(";")[0].strip().lower()
    text = body.decode("utf-8", errors="replace")
    if kind in ("application/jose", "text/plain"):
        return text
    if kind == "application/x-www-form-urlencoded":
        return parse_qs(text).get("receipt", [""])[0]
    if kind != "application/cloudevents+json":
        raise Refusal(415, "send application/cloudevents+json, application/jose, text/plain or a form")
    event = parse_json(body)
    if not isinstance(event, dict) or event.get("specversion") != "1.0" or not isinstance(event.get("data"), str):
        raise Refusal(400, "the body is not a structured CloudEvent with the JWS in `data`")
    return event["data"]


@app.post("/receipts")
async def post(request: Request) -> JSONResponse:
    jws = receipt_of(request.headers.get("content-type", ""), await body_of(request))
    receipt = read_receipt(jws)
    key = request.headers.get("idempotency-key", "").strip('"')
    if key and key != receipt["rid"]:
        raise Refusal(400, "Idempotency-Key is not the receipt's rid")
    state, entry = await run_in_threadpool(ledger.append, receipt["rid"], jws)
    if state == "conflict":
        raise Refusal(409, "another receipt has this rid")
    entry = {name: value for name, value in entry.items() if name != "receipt"}
    return JSONResponse(entry, 201 if state == "new" else 200, {"Location": f"/receipts/{entry['rid']}"})


@app.get("/receipts/{rid}")
def get(rid: str) -> dict:
    entry = ledger.entry(rid)
    if entry is None:
        raise Refusal(404, "no receipt has this rid")
    return entry


@app.get("/.well-known/jwks.json")
def keys() -> dict:
    return ledger.key_set
