const main = document.querySelector("main");

function ask() {
  const frame = document.createElement("iframe");
  main.append(frame);
  const inner = frame.contentWindow;
  new inner.Image().src = "{{marketing}}/image.gif";
  inner.fetch("{{analytics}}/fetch.json").catch(() => {});
  inner.navigator.sendBeacon("{{analytics}}/beacon");
  const request = new inner.XMLHttpRequest();
  request.open("GET", "{{analytics}}/request.json");
  request.send();
  inner.document.body.innerHTML = '<img src="{{marketing}}/markup.gif" alt="">';
}

ask();
document.addEventListener("countersign:change", ask);
