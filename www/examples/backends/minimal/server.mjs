/**
 * The least that a backend has to do: keep the body before it answers 2xx. No package is needed, and no receipt is looked at.
 *
 * In: PORT (default 3000) and FILE (default `receipts.log`). Out: 204 for every body that is on the disk, one a line as a JSON string.
 * What comes twice stands there twice; `rid` in the receipt tells. Verify later: `countersign verify` needs no word from this server.
 */
import { open } from "node:fs/promises";
import { createServer } from "node:http";

const { PORT = "3000", FILE = "receipts.log" } = process.env;
const LIMIT = 65_536;
const file = await open(FILE, "a");

const server = createServer(async (request, response) => {
  if (request.method !== "POST") return response.writeHead(405).end();
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length <= LIMIT) parts.push(part);
  }
  if (length > LIMIT) return response.writeHead(413).end();
  await file.appendFile(JSON.stringify(Buffer.concat(parts).toString()) + "\n");
  await file.datasync();
  response.writeHead(204).end();
});
server.listen(Number(PORT), "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
