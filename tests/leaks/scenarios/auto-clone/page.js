const main = document.querySelector("main");

const image = new Image();
image.src = "{{marketing}}/held.gif";
main.append(image.cloneNode(), document.importNode(image, true), image);
