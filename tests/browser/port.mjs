/**
 * Ports for programs that have to be told one. Leaves: `freePort()`. Servers of a test's own process listen at port 0 instead.
 */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * A port that is free at this moment, below those that the system gives to connections that go out (32768 and up on Linux, 49152 elsewhere):
 * one from there could be in use again before the program has started.
 */
export const freePort = () =>
  new Promise((done) => {
    const attempt = () => {
      const port = randomInt(20_000, 32_768);
      const server = createServer().once("error", attempt);
      server.listen(port, "127.0.0.1", () => server.close(() => done(port)));
    };
    attempt();
  });
