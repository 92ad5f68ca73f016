new Image().src = "{{foreign}}/image.gif";
const script = document.createElement("script");
script.src = "{{foreign}}/script.js";
document.head.append(script);
function ask() {
  fetch("{{foreign}}/fetch.json").catch(() => {});
}

ask();
document.addEventListener("countersign:change", ask);
