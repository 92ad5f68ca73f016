const main = document.querySelector("main");

const image = (name) => `<p><img src="{{marketing}}/${name}.gif" alt=""></p>`;
main.innerHTML = image("inner") + "<i></i><b></b>";
main.querySelector("i").outerHTML = image("outer");
main.querySelector("b").insertAdjacentHTML("afterend", image("adjacent"));
main.append(document.createRange().createContextualFragment(image("fragment")));
main.append(new DOMParser().parseFromString(image("parser"), "text/html").querySelector("p"));
const template = document.createElement("template");
template.innerHTML = image("template");
main.append(template.content.cloneNode(true));
const detached = document.createElement("div");
detached.innerHTML = image("detached");
const shadow = document.createElement("p").attachShadow({ mode: "closed" });
main.append(shadow.host);
shadow.innerHTML = image("shadow");
