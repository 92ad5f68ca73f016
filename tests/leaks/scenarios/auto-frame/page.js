const main = document.querySelector("main");

const before = document.createElement("iframe");
before.src = "{{embeds}}/before.html";
main.append(before);
const after = document.createElement("iframe");
main.append(after);
after.src = "{{embeds}}/after.html";
const inside = document.createElement("iframe");
inside.srcdoc = "<img src='{{embeds}}/inside.gif'>";
main.append(inside);
