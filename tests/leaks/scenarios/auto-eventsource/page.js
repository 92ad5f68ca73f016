function ask() {
  const stream = new EventSource("{{analytics}}/stream.sse");
  stream.onerror = () => stream.close();
}

ask();
document.addEventListener("countersign:change", ask);
