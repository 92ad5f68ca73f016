new Image().src = "{{foreign}}/image.gif";
fetch("{{foreign}}/fetch.json");
const script = document.createElement("script");
script.src = "{{foreign}}/script.js";
document.head.append(script);
new Image().src = "{{marketing}}/held.gif";
