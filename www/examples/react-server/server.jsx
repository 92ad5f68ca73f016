/** What a server sends for every address. In: `document.jsx`. Out: the document's markup. */
import { renderToString } from "react-dom/server";
import { Document } from "./document.jsx";

export const page = () => `<!doctype html>${renderToString(<Document />)}`;
