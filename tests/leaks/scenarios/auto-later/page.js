let round = 0;
addEventListener("load", () => {
  const draw = () => {
    document.querySelector("main").innerHTML = `<img src="{{marketing}}/${round}.gif" alt="">`;
    if (++round < 3) setTimeout(draw, 20);
  };
  setTimeout(draw, 20);
});
