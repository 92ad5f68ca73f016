/** Takes over the document that the server sent. In: `document.jsx`, bundled as `client.js`. */
import { hydrateRoot } from "react-dom/client";
import { Document } from "./document.jsx";

hydrateRoot(document, <Document />);
