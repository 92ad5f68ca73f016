const main = document.querySelector("main");

const by = (set) => {
  const script = document.createElement("script");
  set(script);
  document.head.append(script);
};
by((script) => (script.src = "{{analytics}}/property.js"));
by((script) => script.setAttribute("src", "{{analytics}}/attribute.js"));
by((script) => script.setAttributeNS(null, "src", "{{analytics}}/namespace.js"));
by((script) => {
  const attribute = document.createAttribute("src");
  attribute.value = "{{analytics}}/node.js";
  script.setAttributeNode(attribute);
});
by((script) => Object.assign(script, { async: true, src: "{{marketing}}/async.js" }));
by((script) => Object.assign(script, { type: "module", src: "{{marketing}}/module.mjs" }));
