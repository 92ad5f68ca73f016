/** How Vite builds the example: one file for the browser, and one that a server renders with. The app's own folder needs no packages. */
const client = { input: "client.jsx", output: { entryFileNames: "client.js" } };

export default ({ isSsrBuild }) => ({
  resolve: { dedupe: ["countersign", "react", "react-dom"] },
  build: { rolldownOptions: isSsrBuild ? {} : client },
});
