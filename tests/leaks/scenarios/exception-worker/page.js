const code = 'fetch("{{analytics}}/f.json").catch(() => {}); importScripts("{{analytics}}/w.js");';
new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
