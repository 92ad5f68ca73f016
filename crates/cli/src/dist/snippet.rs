//! The lines to paste into a page.

use countersign_policy::Bundle;

/// `snippet.html`: the ways to embed, with what to know about each.
pub(super) fn html(bundle: &Bundle, script: &str) -> String {
    let base = escape(&bundle.base);
    let version = bundle.parts.first().map_or("", |part| part.notice.version.as_str());
    let locale = bundle.parts.first().map_or("en", |part| part.notice.locale.as_str());
    let gate = bundle.parts.first().and_then(|part| part.notice.additional().next()).map_or("analytics", |purpose| purpose.id.as_str());
    format!(
        r##"<!--
  How to embed Countersign. Choose ONE of the three ways, and paste it as the first element of <head> on every page.
  Serve this folder at {base} of your site, and its .well-known/ files at /.well-known/ of the site's root.
-->

<!-- 1. External: one line. The browser keeps the file between pages. -->
<script src="{base}countersign.js"></script>

<!--
  2. Inline: no request at all before the banner shows. Paste it again after every build: the tables of the notice are inside.
  With a Content-Security-Policy, add the hash that csp.txt names to script-src.
-->
<script data-cs-base="{base}">{script}</script>

<!--
  3. For pages whose markup you cannot touch: automatic mode, in place of 1. It has to be the first script of the page.
  www/docs/gate.md of Countersign says what it holds and what only a Content-Security-Policy (headers/) can.
-->
<script src="{base}countersign.auto.js" data-cs-auto></script>

<!--
  Then keep whatever is optional inside a template with the purpose's id; it stays inert until the visitor opens the purpose.
  The content stands in a comment, because Firefox would load it ahead even inside a template; take out comments that a vendor's lines have.
-->
<template data-cs-purpose="{gate}"><!--
  <script src="https://vendor.example/script.js"></script>
--></template>

<!--
  And put this link where people look for it, such as the page's footer; without a script it leads to the policy.
  Under a Content-Security-Policy without 'unsafe-inline', call countersign.open() from a script of yours instead of onclick.
-->
<a href="{base}policy/{version}/{locale}.html" onclick="countersign.open(); return false">Privacy choices</a>
"##
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
