//! Holds the message files against each other before anything is compiled: a translation with a gap is no build.
//!
//! In: `data/messages/*.toml`. Out: an error of cargo for each fault, with file, key and remedy.

use std::{env, fs, path::Path};

#[path = "../src/site/phrases/complete.rs"]
mod complete;

/// The languages that ship, English first; `LOCALES` in `src/site/phrases.rs` is held against it by a test there.
const FILES: [&str; 4] = ["en", "zh-Hans", "zh-Hant", "ms"];

#[expect(clippy::print_stdout, reason = "a build script speaks to cargo by its standard output")]
fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=data/messages");
    println!("cargo::rerun-if-changed=src/site/phrases/complete.rs");
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let read = |tag: &&'static str| {
        let path = Path::new(&folder).join("data/messages").join(format!("{tag}.toml"));
        (*tag, fs::read_to_string(path).unwrap_or_default())
    };
    let texts: Vec<(&str, String)> = FILES.iter().map(read).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(tag, text)| (*tag, text.as_str())).collect();
    for fault in complete::faults(&files) {
        println!("cargo::error={fault}");
    }
}
