function ask() {
  const refuse = () => {};
  fetch("{{analytics}}/text.json", { method: "POST", mode: "no-cors", body: "1" }).catch(refuse);
  fetch(new URL("{{analytics}}/url.json")).catch(refuse);
  fetch(new Request("{{analytics}}/request.json")).catch(refuse);
  fetch("{{analytics}}/keep.json", { keepalive: true }).catch(refuse);
  fetch("{{analytics}}/text.json".replace("http:", ""), { method: "HEAD" }).catch(refuse);
}

ask();
document.addEventListener("countersign:change", ask);
