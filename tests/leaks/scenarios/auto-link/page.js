const link = (rel, href, more) => document.head.append(Object.assign(document.createElement("link"), { rel, ...more, href }));
link("stylesheet", "{{embeds}}/sheet.css");
link("preload", "{{embeds}}/early.gif", { as: "image" });
const late = document.createElement("link");
document.head.append(late);
late.setAttribute("href", "{{embeds}}/late.css");
late.rel = "stylesheet";
