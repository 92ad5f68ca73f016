const style = document.createElement("style");
style.textContent = '#b { background: url("{{embeds}}/b.gif"); }';
document.head.append(style);
