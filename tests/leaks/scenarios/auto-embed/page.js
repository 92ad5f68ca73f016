const main = document.querySelector("main");

main.append(Object.assign(document.createElement("embed"), { type: "text/html", src: "{{embeds}}/embed.html" }));
const object = document.createElement("object");
object.type = "text/html";
object.data = "{{embeds}}/object.html";
main.append(object);
