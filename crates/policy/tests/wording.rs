//! The words that push are kept out of what the product and its demo say outside the message files, too (STANDARDS rule U32): the verifying
//! page, and the demo courier's pages in their four languages.

use std::fs;
use std::path::{Path, PathBuf};

use countersign_policy::{LOCALES, pushing};

fn www(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www").join(path)
}

fn check(place: &str, tag: &str, text: &str) {
    assert_eq!(pushing(tag, text), None, "{place} ({tag}): {text}");
}

/// The texts in double quotes of a piece of script.
fn quoted(script: &str) -> Vec<&str> {
    script.split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_verifying_page_pushes_nobody() {
    let script = fs::read_to_string(www("verify/words.ts")).unwrap();
    let words = script.split("const WORDS = {").nth(1).unwrap().split("\n};").next().unwrap();
    let texts = quoted(words);
    assert!(texts.len() > 80 && texts.len().is_multiple_of(LOCALES.len()), "{} texts", texts.len());
    for (place, text) in texts.iter().enumerate() {
        // In the order of the page's own list of languages.
        check("www/verify/words.ts", ["en", "zh-Hans", "zh-Hant", "ms"][place % LOCALES.len()], text);
    }
    check("www/verify/index.html", "en", &words_of(&fs::read_to_string(www("verify/index.html")).unwrap()));
}

#[test]
fn the_demos_pages_push_nobody() {
    let strings: serde_json::Value = serde_json::from_str(&fs::read_to_string(www("demo/site/strings.json")).unwrap()).unwrap();
    let mut count = 0;
    for (tag, texts) in strings.as_object().unwrap() {
        for (key, text) in texts.as_object().unwrap() {
            check(key, tag, text.as_str().unwrap());
            count += 1;
        }
    }
    assert!(count > 300, "{count} texts");
    for page in ["index.html", "track.html", "ship.html", "happened.html", "strict.html", "theme.html"] {
        check(page, "en", &words_of(&fs::read_to_string(www("demo/site").join(page)).unwrap()));
    }
}

/// What a page says: everything outside of tags and comments, with a bar where an element begins or ends.
fn words_of(page: &str) -> String {
    let mut text = String::new();
    for (place, piece) in page.split('<').enumerate() {
        let words = if place == 0 { piece } else { piece.split_once('>').map_or("", |(_, words)| words) };
        if !piece.starts_with("script") && !piece.starts_with("style") {
            text.extend([words, " | "]);
        }
    }
    text
}
