const main = document.querySelector("main");

const svg = (name) => document.createElementNS("http://www.w3.org/2000/svg", name);
const [root, first, second] = [svg("svg"), svg("image"), svg("image")];
for (const one of [first, second]) for (const side of ["width", "height"]) one.setAttribute(side, "9");
first.setAttribute("href", "{{embeds}}/href.gif");
second.setAttributeNS("http://www.w3.org/1999/xlink", "xlink:href", "{{embeds}}/xlink.gif");
root.append(first, second);
main.append(root);
