function ask() {
  navigator.sendBeacon("{{analytics}}/text", "1");
  navigator.sendBeacon(new URL("{{analytics}}/url"));
  navigator.sendBeacon("{{analytics}}/blob", new Blob(["1"], { type: "text/plain" }));
}

ask();
document.addEventListener("countersign:change", ask);
