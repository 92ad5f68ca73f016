/**
 * The consent backend of c15t over SQLite, as its own guide sets it up, for `cargo xtask bench receiver`.
 * Enters: a port and a database file. Leaves: `listening on http://ADDR`, then a server until it is stopped.
 * Durability equals that of our receiver: a write-ahead log, and every commit on the disk before it is answered.
 */
import { createServer } from "node:http";
import { c15tInstance } from "@c15t/backend";
import { kyselyAdapter } from "@c15t/backend/db/adapters/kysely";
import { migrator } from "@c15t/backend/db/migrator";
import { LatestDB } from "@c15t/backend/db/schema";
import { Kysely, SqliteDialect } from "kysely";
import Database from "libsql";

const [port, file] = process.argv.slice(2);
const origin = `http://127.0.0.1:${port}`;
const database = new Database(file);
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
const adapter = kyselyAdapter({ db: new Kysely({ dialect: new SqliteDialect({ database }) }), provider: "sqlite" });
await (await migrator({ db: LatestDB.client(adapter), schema: "latest" })).execute();
const { handler } = c15tInstance({ appName: "bench", basePath: "/api/c15t", trustedOrigins: ["*"], adapter, logger: { level: "error" } });

const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) {
        chunks.push(chunk);
    }
    const { method, headers, url } = request;
    const answer = await handler(new Request(origin + url, { method, headers, body: method === "POST" ? Buffer.concat(chunks) : undefined }));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
});
server.listen(Number(port), "127.0.0.1", () => console.log(`listening on ${origin}`));
