const main = document.querySelector("main");

new Image().src = "{{marketing}}/property.gif";
new Image().setAttribute("src", "{{marketing}}/attribute.gif");
const set = new Image();
set.srcset = "{{marketing}}/set.gif 1x";
main.append(set);
const copy = new Image();
copy.setAttribute("data-later", "");
main.append(copy);
copy.setAttribute("srcset", "{{marketing}}/later.gif 1x");
