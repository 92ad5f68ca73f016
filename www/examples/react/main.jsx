/** The app in a page that is empty until the bundle has come. In: `index.html`. */
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.jsx";

createRoot(document.getElementById("root")).render(<StrictMode><App /></StrictMode>);
