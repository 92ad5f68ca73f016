/**
 * What shows the page, and the way to it: a mini program of WeChat or Alipay by the library that the site has loaded, or an app by a bridge
 * of one function. In: messages, and where to go. Out: calls of `wx.miniProgram`, `my` or the app. Absent: any library fetched by us, any
 * undocumented call, and any wait for an answer: a mini program reads what was posted when the page is left, and often never.
 */

/** What a library of a mini program offers. */
interface MiniProgram {
  postMessage(message: unknown): void;
  navigateTo(to: { url: string }): void;
  navigateBack(by: { delta: number }): void;
  getEnv(tell: (environment: { miniprogram?: boolean }) => void): void;
}

/** What an app offers. */
interface App {
  postMessage(json: string): void;
}

interface Hosted {
  __wxjs_environment?: string;
  WeixinJSBridge?: unknown;
  wx?: { miniProgram?: MiniProgram };
  my?: MiniProgram;
  CountersignHost?: App;
  webkit?: { messageHandlers?: { countersign?: App } };
}

const page = window as unknown as Hosted;
const agent = navigator.userAgent;
const ALIPAY = /alipayclient/i;
const CLIENTS = /micromessenger|alipayclient/i;

/** Whether a mini program shows the page; undefined while only its bridge can say so, as on old clients. */
let inside: boolean | undefined = /miniprogram/i.test(agent) || page.__wxjs_environment === "miniprogram" || (CLIENTS.test(agent) ? undefined : false);

/** What waits for the library, which the page may load later than this runs. */
const messages: object[] = [];
let leaving: string | undefined;

/** What waits for certainty. */
const tasks: (() => void)[] = [];

const app = (): App | undefined => page.CountersignHost || page.webkit?.messageHandlers?.countersign;

/** The library of this client, of which a page may have loaded several; WeChat's wants what is said in a member of its own. */
function library(): [MiniProgram, (message: object) => unknown] | undefined {
  if (ALIPAY.test(agent)) return page.my && [page.my, (message) => message];
  return page.wx?.miniProgram && [page.wx.miniProgram, (data) => ({ data })];
}

/** Whether there is, or may be, anybody to speak to. */
export const hosted = (): boolean => inside !== false || !!app();

/** Whether the page is, or may be, in a mini program. */
export const mayBeInside = (): boolean => inside !== false;

/** Says what waits, as soon as there is somebody to say it to. */
export function flush(): void {
  const held = app();
  const found = inside && library();
  if (held) messages.splice(0).forEach((message) => held.postMessage(JSON.stringify(message)));
  if (!found) return;
  const [program, form] = found;
  messages.splice(0).forEach((message) => program.postMessage(form(message)));
  const url = leaving;
  leaving = undefined;
  if (url) program.navigateTo({ url });
  else if (url === "") program.navigateBack({ delta: 1 });
}

/** Posts a message. */
export function post(message: object): void {
  messages.push(message);
  flush();
}

/** Goes to a page of the mini program; with an empty address, to the one before. */
export function leave(url: string): void {
  leaving = url;
  flush();
}

/** Calls back as soon as it is certain that a mini program shows the page. */
export function whenInside(task: () => void): void {
  if (inside) task();
  else tasks.push(task);
}

function enter(): void {
  inside = true;
  tasks.splice(0).forEach((task) => task());
}

/** Old clients say it by a flag that is there with their bridge; the library knows them all. */
function ask(): void {
  if (inside !== undefined) return;
  if (page.__wxjs_environment === "miniprogram") enter();
  else library()?.[0].getEnv?.(({ miniprogram }) => miniprogram && !inside && (enter(), flush()));
}

/** Looks from now on for whoever shows the page. */
export function watch(): void {
  const look = (): void => (ask(), flush());
  // A library is there when its script has loaded, and every such event passes here.
  for (const type of ["load", "pagehide", "visibilitychange"]) addEventListener(type, look, true);
  document.addEventListener("WeixinJSBridgeReady", look);
  look();
}
