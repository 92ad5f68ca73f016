document.write('<img src="{{marketing}}/image.gif" alt=""><script src="{{analytics}}/script.js"></' + "script>");
document.writeln('<iframe title="f" src="{{embeds}}/frame.html"></iframe>');
