/**
 * The receipts on paper: while the browser prints, they alone stand in the page, outside of the dialog, because what is above a page is
 * not spread over sheets of paper. It makes no difference whether our button or the browser's own menu asks for it.
 */
import { adopt } from "../ports/page-style";
import { say } from "./say";

const PAGE = `@media print{:root[data-cs-printing] body>:not(#countersign-paper){display:none!important}:root[data-cs-printing],:root[data-cs-printing] body{background:#fff!important;margin:0;height:auto;overflow:visible}}`;

let markup: (() => unknown) | undefined;
let sheet = "";
let language = "";
let paper: HTMLElement | undefined;

function put(): void {
  const content = markup?.();
  if (content === undefined || paper) return;
  paper = document.createElement("div");
  paper.id = "countersign-paper";
  const root = paper.attachShadow({ mode: "open" });
  root.innerHTML = content as string;
  adopt(sheet, root);
  say(root, language);
  document.body.append(paper);
  document.documentElement.dataset.csPrinting = "";
}

function takeAway(): void {
  paper?.remove();
  paper = undefined;
  delete document.documentElement.dataset.csPrinting;
}

/** From now on prints what `content` answers, while it answers anything; `css` is its style, `locale` its language. */
export function onPaper(content: () => unknown, css: string, locale: string): void {
  if (!markup) {
    adopt(PAGE, document);
    addEventListener("beforeprint", put);
    addEventListener("afterprint", takeAway);
  }
  markup = content;
  sheet = css;
  language = locale;
}
