/**
 * The same app as a whole document, which a server renders and React takes over, as Next.js and React Router do. The loader's tag is in its
 * head, so the banner stands in the body before React comes. In: `../react/app.jsx`.
 */
import { App } from "../react/app.jsx";

export function Document() {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Layang Express</title>
        <script src="/countersign/countersign.js"></script>
        <script type="module" src="client.js"></script>
      </head>
      <body>
        <div>
          <App />
        </div>
      </body>
    </html>
  );
}
