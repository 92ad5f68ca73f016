/**
 * The mini program's own server, as far as Countersign needs one: it takes choices, and has the receiver make codes that may grant.
 *
 * In: `POST /choices` and `POST /codes`, each with one choice as JSON. Out: 204; a code that works once and for five minutes.
 * The receiver's API key stands here and in no package. Deliberately absent: receipts, which the web page makes when it takes a code over,
 * and who somebody is, which `known` says from the session that the mini program began with `wx.login`.
 */

import { createServer } from "node:http";

const MOST_BYTES = 16384;
const ANSWERS = ["granted", "refused"];

/** What is wrong with a choice; undefined where nothing is. */
function fault(choice, site) {
  if (choice?.v !== "cs-choice/1" || choice.site !== site) return "no choice of this site";
  if (!/^[\w-]{43}$/.test(choice.notice) || !/^[\w-]{1,64}$/.test(choice.id)) return "notice or id is missing";
  const answers = Object.entries(choice.purposes ?? {});
  return answers.length <= 100 && answers.every(([id, answer]) => /^[a-z0-9-]{1,64}$/.test(id) && ANSWERS.includes(answer)) ? undefined : "purposes are none";
}

async function body(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    if (size > MOST_BYTES) return undefined;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return undefined;
  }
}

/**
 * `receiver` is its address, `key` the API key of the site, `keep(choice)` stores one durably and takes the same id twice for once, and
 * `known(request)` says whether the request comes from a session of the mini program.
 */
export function choices({ receiver, key, site, keep, known }) {
  const code = async ({ notice, purposes }) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const answer = await fetch(`${receiver}/v1/handover`, { method: "POST", headers, body: JSON.stringify({ notice, purposes }) });
    return answer.ok ? (await answer.json()).code : undefined;
  };
  const answer = async (request) => {
    const path = request.method === "POST" ? request.url : "";
    if (path !== "/choices" && path !== "/codes") return [404, { fault: "no such address" }];
    if (!(await known(request))) return [401, { fault: "no session of the mini program" }];
    const choice = await body(request);
    const what = fault(choice, site);
    if (what) return [400, { fault: what }];
    if (path === "/choices") return [204, await keep(choice)];
    const made = await code(choice);
    return made ? [200, { code: made }] : [502, { fault: "the receiver made no code" }];
  };
  return createServer(async (request, response) => {
    const [status, json] = await answer(request).catch(() => [500, { fault: "the choice was not kept; send it again" }]);
    response.writeHead(status, { "content-type": "application/json" });
    response.end(status === 204 ? undefined : JSON.stringify(json));
  });
}
