function ask() {
  new WebSocket("{{analytics}}/socket".replace("http", "ws"));
}

ask();
document.addEventListener("countersign:change", ask);
