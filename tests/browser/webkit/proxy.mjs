/**
 * The proxy in front of a browser: sees every request, lets tests answer instead, puts scripts into documents, takes their reports.
 *
 * Enters: hooks of a context. Leaves: the port. Every name leads to this machine: nothing that a page asks for gets out.
 * Deliberately absent: TLS, which no page of the scenarios has, and a mind of its own about which tab asked.
 */

import { createServer, request as httpRequest } from "node:http";
import { injected } from "./inject.mjs";
import { Request, Response, Route } from "./network.mjs";

/** Where pages send reports: a path of whatever origin they have, answered here. */
export const REPORTS = "/__countersign-harness";

/** Reads a stream to its end. */
async function whole(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

/** Sends a request on. Answers what came back, its body still to be read, or undefined where the other side hung up. */
export function onward({ method, url, headers, body }) {
  const { port, pathname, search } = new URL(url);
  return new Promise((done) => {
    // A connection of its own: one that is kept may be hung up on at the moment it is used again.
    const options = { host: "127.0.0.1", port: port || 80, path: pathname + search, method, headers, agent: false };
    const request = httpRequest(options, (answer) => done({ status: answer.statusCode, headers: answer.headers, stream: answer }));
    request.on("error", () => done());
    request.end(body);
  });
}

/** Fields that concern one connection only. */
const HOPS = ["proxy-connection", "connection", "keep-alive", "transfer-encoding"];
const carried = (headers) => Object.fromEntries(Object.entries(headers).filter(([name, value]) => value !== undefined && !HOPS.includes(name)));

/** Starts it. `context` has: `scripts()`, `languages`, `extraHeaders`, `routes`, `emit(name, event)`, `reported(report)`. */
export async function proxy(context) {
  const answerTo = async (incoming, response) => {
    const { pathname } = new URL(incoming.url);
    const body = await whole(incoming);
    if (pathname === REPORTS && incoming.method === "GET") return response.writeHead(200, { "content-type": "text/html" }).end();
    if (pathname === REPORTS) {
      const said = await context.reported(JSON.parse(body.toString("utf8")));
      return response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(said ?? null));
    }
    const headers = { ...carried(incoming.headers), ...(context.languages && { "accept-language": context.languages }), ...context.extraHeaders };
    const isDocument = /text\/html/.test(headers.accept ?? "") && incoming.method !== "HEAD";
    const script = isDocument ? context.script() : "";
    // What is put in changes from visit to visit: then no stored copy will do, nor one that is packed.
    if (script) for (const name of ["accept-encoding", "if-none-match", "if-modified-since"]) delete headers[name];
    const asked = { method: incoming.method, url: incoming.url, headers, body };
    const request = new Request(asked, isDocument);
    context.emit("request", request);
    const answer = await new Route(request, (plain) => onward(plain ? { ...asked, headers: { ...headers, "accept-encoding": "identity" } } : asked)).decided(context.routes);
    if (!answer) {
      context.emit("requestfailed", request);
      return incoming.socket.destroy();
    }
    const seen = new Response(request, answer);
    request.answered(seen);
    context.emit("response", seen);
    const isPage = script && /^text\/html/.test(answer.headers["content-type"] ?? "");
    if (!isPage && answer.stream) {
      response.writeHead(answer.status, carried(answer.headers));
      answer.stream.on("error", () => response.destroy());
      return answer.stream.pipe(response);
    }
    const plain = { headers: answer.headers, body: answer.body ?? (await whole(answer.stream)) };
    const given = isPage ? injected(plain, script, new URL(REPORTS, incoming.url).href) : plain;
    response.writeHead(answer.status, carried(given.headers)).end(given.body);
  };
  const server = createServer((incoming, response) => {
    answerTo(incoming, response).catch((error) => {
      if (!/aborted|ECONNRESET|premature/i.test(String(error))) context.failed(error);
      incoming.socket.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: server.address().port,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
