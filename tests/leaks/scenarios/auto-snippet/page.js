(function (w, d, tag, address, name) {
  w[name] = w[name] || function () { (w[name].q = w[name].q || []).push(arguments); };
  const script = d.createElement(tag);
  const first = d.getElementsByTagName(tag)[0];
  script.async = 1;
  script.src = address;
  first.parentNode.insertBefore(script, first);
})(window, document, "script", "{{analytics}}/tracker.js", "track");
track("view", location.href);
