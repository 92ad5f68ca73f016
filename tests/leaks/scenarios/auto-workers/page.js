function ask() {
  for (const start of [() => new Worker("{{analytics}}/worker.js"), () => new SharedWorker("{{analytics}}/shared.js"), () => navigator.serviceWorker.register("{{analytics}}/service.js")]) {
    try {
      Promise.resolve(start()).catch(() => {});
    } catch {
      // As without us.
    }
  }
  new Image().src = "{{analytics}}/alive.gif";
}

ask();
document.addEventListener("countersign:change", ask);
