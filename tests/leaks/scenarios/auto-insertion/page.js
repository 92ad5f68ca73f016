const main = document.querySelector("main");

main.innerHTML = "<i id=replaced></i><i id=here></i>";
const here = document.getElementById("here");
const made = (name) => {
  const script = document.createElement("script");
  script.src = `{{analytics}}/${name}.js`;
  return script;
};
main.append(made("append"));
main.prepend(made("prepend"));
here.before(made("before"));
here.after(made("after"));
main.appendChild(made("appendChild"));
main.insertBefore(made("insertBefore"), here);
main.replaceChild(made("replaceChild"), document.getElementById("replaced"));
main.insertAdjacentElement("beforeend", made("adjacent"));
here.replaceWith(made("replaceWith"));
const range = document.createRange();
range.selectNodeContents(main);
range.insertNode(made("range"));
const shadow = document.createElement("p").attachShadow({ mode: "open" });
main.append(shadow.host);
shadow.append(made("shadow"));
