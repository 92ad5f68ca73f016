/**
 * Requests, answers and routes as tests see them.
 *
 * Enters: what the proxy saw. Leaves: the parts of Playwright's `Request`, `Response` and `Route` that scenarios use.
 * Deliberately absent: timings, redirects as chains, sockets.
 */

import assert from "node:assert/strict";

/** What a browser says a request is for, in Playwright's words. */
const TYPES = { document: "document", iframe: "document", frame: "document", script: "script", style: "stylesheet", image: "image", font: "font", manifest: "manifest" };

export class Request {
  constructor({ method, url, headers, body }, isDocument) {
    Object.assign(this, { asked: { method, url, headers, body }, isDocument });
    this.response = () => this.seen ?? null;
  }

  answered(response) {
    this.seen = response;
  }

  url = () => this.asked.url;
  method = () => this.asked.method;
  headers = () => this.asked.headers;
  allHeaders = async () => this.asked.headers;
  headerValue = async (name) => this.asked.headers[name.toLowerCase()] ?? null;
  postData = () => (this.asked.body.length ? this.asked.body.toString("utf8") : null);
  postDataJSON = () => JSON.parse(this.postData());
  isNavigationRequest = () => this.isDocument;

  resourceType() {
    const { "sec-fetch-dest": dest, "sec-fetch-mode": mode, accept = "", "content-type": type } = this.asked.headers;
    if (this.isDocument) return "document";
    if (TYPES[dest]) return TYPES[dest];
    if (dest === undefined) return accept.startsWith("image/") ? "image" : accept.startsWith("text/css") ? "stylesheet" : "other";
    // Of what goes without a destination, only a beacon asks without leave and with a body.
    return this.method() === "POST" && mode === "no-cors" && type !== undefined ? "ping" : "fetch";
  }
}

export class Response {
  constructor(request, { status, headers }) {
    Object.assign(this, { asked: request, code: status, fields: headers });
  }

  request = () => this.asked;
  url = () => this.asked.url();
  status = () => this.code;
  ok = () => this.code >= 200 && this.code < 300;
  headers = () => this.fields;
  allHeaders = async () => this.fields;
  headersArray = async () => Object.entries(this.fields).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value })));
}

/** Whether an address fits what a route was asked for: an expression, or a pattern with stars. */
export function fits(pattern, url) {
  if (pattern instanceof RegExp) return new RegExp(pattern.source, pattern.flags.replace("g", "")).test(url);
  if (typeof pattern === "function") return pattern(new URL(url));
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replace(/\*\*\/?|\*/g, (stars) => ({ "*": "[^/]*", "**": ".*", "**/": "(?:.*/)?" })[stars]);
  return new RegExp(`^${source}$`).test(url);
}

export class Route {
  constructor(request, send) {
    this.request = () => request;
    this.send = send;
    this.decision = new Promise((done) => (this.decide = done));
  }

  /** Asks the newest route that fits; without one the request goes on. */
  async decided(routes) {
    this.left = routes.filter(({ pattern }) => fits(pattern, this.request().url())).toReversed();
    this.fallback();
    return this.decision;
  }

  fallback = () => {
    const next = this.left.shift();
    if (!next) return void this.decide(this.send());
    Promise.resolve(next.handler(this, this.request())).catch((error) => next.failed(error));
  };
  continue = async () => this.decide(this.send());
  abort = async () => this.decide(undefined);

  /** Fetches what the server says, for a test to change. */
  fetch = async () => {
    const answer = await this.send(true);
    assert.ok(answer, `${this.request().url()} has no answer`);
    const parts = [];
    for await (const part of answer.stream) parts.push(part);
    const body = Buffer.concat(parts);
    return Object.assign(new Response(this.request(), answer), { body: async () => body, text: async () => body.toString("utf8"), json: async () => JSON.parse(body) });
  };

  fulfill = async ({ response, status, headers, body, json, contentType }) => {
    const bytes = Buffer.from(json === undefined ? (body ?? (await response?.body()) ?? "") : JSON.stringify(json));
    const fields = Object.fromEntries(Object.entries({ ...response?.fields, ...headers }).map(([name, value]) => [name.toLowerCase(), value]));
    if (json !== undefined || contentType) fields["content-type"] ??= contentType ?? "application/json";
    this.decide({ status: status ?? response?.code ?? 200, headers: { ...fields, "content-length": String(bytes.length), etag: undefined }, body: bytes });
  };
}
