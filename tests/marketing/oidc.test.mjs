/**
 * Signing in to the console by an OpenID provider in a browser: the provider is another site, so what is tried here is what the receiver's
 * own tests cannot show: which cookies come along on the way there and back, and that the way ends on a page of staff.
 * Enters: the receiver below `CARGO_TARGET_DIR`, a browser in `CHROMIUM`; with `SCREENSHOTS` a folder that pictures go to.
 */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { violations } from "../browser/axe.mjs";
import { program } from "../browser/harness.mjs";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => path && existsSync(path));
const folder = mkdtempSync(join(tmpdir(), "countersign-oidc-"));
const at = (name) => join(folder, name);
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const coded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const staff = (...args) => execFileSync(program("countersign-receiver"), ["staff", ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
/** The subject of whoever signs in next. */
let subject = "248289761001";
let provider, receiver, origin, browser;

/** A provider with one page, on which a person presses a button. */
async function provide() {
  const codes = new Map();
  const server = createServer(async (request, answer) => {
    const { pathname, searchParams } = new URL(request.url, provider);
    const json = (value) => answer.setHeader("content-type", "application/json").end(JSON.stringify(value));
    if (pathname === "/keys") return json({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }] });
    if (pathname === "/.well-known/openid-configuration") {
      return json({ issuer: provider, authorization_endpoint: `${provider}/authorize`, token_endpoint: `${provider}/token`, jwks_uri: `${provider}/keys` });
    }
    if (pathname === "/authorize" && request.method === "GET") {
      return answer.setHeader("content-type", "text/html").end(`<title>Layang login</title><form method="post"><button>I am ${subject}</button></form>`);
    }
    if (pathname === "/authorize") {
      const code = `code-${codes.size}`;
      codes.set(code, { nonce: searchParams.get("nonce"), challenge: searchParams.get("code_challenge"), sub: subject });
      const back = new URL(searchParams.get("redirect_uri"));
      back.search = String(new URLSearchParams({ code, state: searchParams.get("state") }));
      return answer.writeHead(302, { location: back.href }).end();
    }
    if (pathname !== "/token") return answer.writeHead(404).end();
    let body = "";
    for await (const part of request) body += part;
    const fields = new URLSearchParams(body);
    const { nonce, challenge, sub } = codes.get(fields.get("code"));
    assert.equal(createHash("sha256").update(fields.get("code_verifier")).digest("base64url"), challenge);
    const now = Math.floor(Date.now() / 1000);
    const input = `${coded({ alg: "RS256", kid: "one" })}.${coded({ iss: provider, aud: "console", exp: now + 60, iat: now, nonce, sub })}`;
    return json({ id_token: `${input}.${sign("sha256", Buffer.from(input), privateKey).toString("base64url")}` });
  });
  // Another site than 127.0.0.1, where the receiver is.
  await new Promise((done) => server.listen(0, "localhost", done));
  provider = `http://localhost:${server.address().port}`;
  return server;
}

let server;
before(async () => {
  server = await provide();
  writeFileSync(at("oidc.secret"), "a secret\n", { mode: 0o600 });
  writeFileSync(at("receiver.toml"), `[oidc]\nissuer = "${provider}"\nclient_id = "console"\nclient_secret_file = "${at("oidc.secret")}"\nname = "Layang login"\n`);
  const args = ["serve", "--listen", "127.0.0.1:0", "--database", at("ledger.sqlite"), "--create", "--config", at("receiver.toml")];
  receiver = spawn(program("countersign-receiver"), args, { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, RUST_LOG: "error" } });
  origin = await new Promise((done, fail) => {
    createInterface({ input: receiver.stdout }).once("line", (line) => done(line.replace("listening on ", "")));
    receiver.once("exit", () => fail(new Error("the receiver ended at once")));
  });
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  receiver?.kill();
  server?.closeAllConnections();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a member signs in at the provider and lands in the console; whoever is not linked reads what to do", async () => {
  staff("add", "--database", at("ledger.sqlite"), "--name", "root", "--role", "admin");
  staff("add", "--database", at("ledger.sqlite"), "--name", "bo", "--role", "viewer");
  const linked = staff("link", "--database", at("ledger.sqlite"), "--name", "root", "--config", at("receiver.toml"), "--subject", subject);
  assert.equal(linked.trim(), `root is who ${provider} calls ${subject}`);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const errors = [];
  page.on("console", (message) => message.type() === "error" && !/40[34]/.test(message.text()) && errors.push(message.text()));
  const clean = async (shot) => {
    assert.deepEqual(await violations({ page }), [], shot);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `oidc-${shot}.png`), fullPage: true });
  };
  const come = async () => {
    await page.getByRole("link", { name: "Sign in with Layang login" }).click();
    await page.getByRole("button", { name: `I am ${subject}` }).click();
  };

  await page.goto(`${origin}/staff/`);
  await clean("door");
  subject = "nobody-here";
  await come();
  await page.getByText("Ask an admin to link your account to this subject: nobody-here").waitFor();
  await clean("not-linked");
  await page.getByRole("link", { name: "To the first page" }).click();
  subject = "248289761001";
  await come();
  await page.getByRole("button", { name: "Sign out root" }).waitFor();
  assert.equal(new URL(page.url()).origin, origin);
  const cookies = await context.cookies(origin);
  assert.deepEqual(cookies.map(({ name, sameSite, httpOnly }) => ({ name, sameSite, httpOnly })), [{ name: "cs_staff", sameSite: "Strict", httpOnly: true }]);

  await page.getByRole("link", { name: "Accounts" }).click();
  await page.getByLabel("Account", { exact: true }).selectOption("bo");
  await page.getByLabel("The person, as Layang login calls them").fill("bo@layang.example");
  await page.getByLabel("an e-mail address that Layang login has verified").check();
  await page.getByRole("button", { name: "Link", exact: true }).click();
  await page.getByText("Layang login lets bo@layang.example in as bo from now on.").waitFor();
  await clean("accounts");
  await page.getByRole("link", { name: "Record" }).click();
  await page.getByText("sign-on refused: nobody is linked to this person").waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});
