/** How Vite builds the example: one file for the browser, and one that a server renders with. */
const client = { input: "client.jsx", output: { entryFileNames: "client.js" } };

export default ({ isSsrBuild }) => ({ build: { rolldownOptions: isSsrBuild ? {} : client } });
