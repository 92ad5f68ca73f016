//! `build` from hostile policies: whatever stands in the file, the pages run nothing of it, and its words arrive as words.

use std::fs;

use html5gum::{Token, Tokenizer};

use crate::bench::Bench;

const PAGE: &str = "<!doctype html><html onload=\"evil()\"><head><script>evil()</script><base href=\"https://evil.example/\">
<link rel=stylesheet href=\"https://evil.example/x.css\"><meta http-equiv=refresh content=\"0;url=javascript:evil()\"></head>
<body onpageshow=evil()><h1 onclick=\"evil()\">Privacy policy</h1>
<h2 id=\"x\" style=\"background:url(javascript:evil())\">1. What we keep</h2>
<p onmouseover=\"evil()\">We use cookies. <a href=\"javascript:evil()\">See</a> &lt;script&gt;evil()&lt;/script&gt;
&lt;img src=x onerror=evil()&gt; and \"quotes' here.</p>
<img src=x onerror=\"evil()\"><svg onload=evil()><script>evil()</script><a href=\"javascript:evil()\">x</a></svg>
<iframe src=\"javascript:evil()\"></iframe><object data=\"javascript:evil()\"></object><embed src=\"javascript:evil()\">
<form action=\"javascript:evil()\"><button formaction=\"javascript:evil()\">Go</button><input autofocus onfocus=evil()></form>
<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=evil()&gt;\"></table></mtext></math>
<template><script>evil()</script></template><noscript><p title=\"</noscript><script>evil()</script>\"></noscript>
<h2>2. Your rights</h2><p>Write to <b>care@otter.example</b>.</p><script>evil()";

const MARKDOWN: &str = "# Privacy policy\n\nWe use cookies. <img src=x onerror=evil()> [See](javascript:evil())\n\n<script>evil()</script>\n\n\
## <svg onload=evil()>1. What\n\n`<script>evil()</script>` &lt;script&gt;evil()&lt;/script&gt; <javascript:evil()>\n\n\
<div onclick=\"evil()\">Kept</div>\n\n    <script>evil()</script>\n";

const PLAIN: &str =
    "Privacy policy\n\nWe use cookies. \"><script>evil()</script><img src=x onerror=evil()> &lt;script&gt; javascript:evil()\n";

/// Every start tag of a page: its name, and its attributes with their values.
fn tags(page: &str) -> Vec<(String, Vec<(String, String)>)> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let mut found = Vec::new();
    for token in Tokenizer::new(page) {
        let Ok(Token::StartTag(tag)) = token else { continue };
        let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value))).collect();
        found.push((text(&tag.name), attributes));
    }
    found
}

fn check(name: &str, policy: &str, words: &[&str]) {
    const HARMLESS: &[&str] = &["#", "../", "https://", "mailto:", "page.css"];
    let bench = Bench::new();
    fs::write(bench.at(name), policy).unwrap();
    bench.done(&["build", name, "-o", "dist", "--assets", "web"]);
    let files = bench.files("dist");
    let pages = files.iter().filter(|(path, _)| path.starts_with("policy/") && path.ends_with(".html") || path.starts_with("text."));
    let pages: Vec<_> = pages.map(|(path, bytes)| (path, String::from_utf8(bytes.clone()).unwrap())).collect();
    assert!(pages.len() >= 2, "{:?}", files.keys());
    for (path, page) in pages {
        for (tag, attributes) in tags(&page) {
            let runs = ["script", "iframe", "object", "embed", "base", "svg", "math", "img", "form", "template"].contains(&tag.as_str());
            assert!(!runs, "{name} puts <{tag}> into {path}");
            for (attribute, value) in attributes {
                let link = matches!(attribute.as_str(), "href" | "src" | "action" | "formaction");
                let harmless = HARMLESS.iter().any(|start| value.starts_with(start)) || value.ends_with(".html");
                assert!(!attribute.starts_with("on") && (!link || harmless), "{name} puts {attribute}={value:?} into {path}");
                assert!(!value.contains("evil"), "{name} puts {attribute}={value:?} into {path}");
            }
        }
        for words in words {
            assert!(page.contains(words), "{path} of {name} has no {words:?}: {page}");
        }
    }
}

#[test]
fn nothing_of_a_hostile_policy_runs() {
    check("page.html", PAGE, &["&lt;script&gt;evil()&lt;/script&gt;", "&lt;img src=x onerror=evil()&gt;", "2. Your rights"]);
    check("page.md", MARKDOWN, &["&lt;script&gt;evil()&lt;/script&gt;", "javascript:evil()", "Kept"]);
    check("page.txt", PLAIN, &["&lt;script&gt;evil()&lt;/script&gt;", "&amp;lt;script&amp;gt;"]);
}
