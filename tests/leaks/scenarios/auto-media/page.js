const main = document.querySelector("main");

new Audio("{{embeds}}/sound.mp3").load();
const film = document.createElement("video");
film.preload = "auto";
film.poster = "{{embeds}}/poster.gif";
film.src = "{{embeds}}/film.mp4";
main.append(film);
const other = document.createElement("video");
other.preload = "auto";
const source = document.createElement("source");
source.src = "{{embeds}}/source.mp4";
other.append(source);
main.append(other);
