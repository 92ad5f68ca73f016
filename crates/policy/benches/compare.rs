//! Growth of the comparison: milliseconds for two versions of 50 KB to 5 MB, so that a step that is not linear shows.
//!
//! In: nothing. Out: one line for each pair of texts on standard output; reading the texts is not counted. Deliberately absent: real policies.
#![expect(clippy::print_stdout, reason = "a bench prints")]

#[path = "../tests/dice/mod.rs"]
mod dice;

use std::fmt::Write as _;
use std::time::Instant;

use countersign_policy::{ClauseKind, TextFormat, compare, read_text};

use dice::Dice;

const SIZES: [(&str, usize); 4] = [("50 KB", 50_000), ("500 KB", 500_000), ("1 MB", 1_000_000), ("5 MB", 5_000_000)];

const ENGLISH: [&str; 16] = [
    "parcel ",
    "waybill ",
    "courier ",
    "receiver ",
    "address ",
    "telephone ",
    "signature ",
    "location ",
    "invoice ",
    "claim ",
    "cookie ",
    "partner ",
    "country ",
    "request ",
    "consent ",
    "account ",
];

const CHINESE: [&str; 16] =
    ["包裹", "运单", "快递员", "收件人", "地址", "电话", "签名", "位置", "发票", "理赔", "缓存", "伙伴", "国家", "请求", "同意", "账户"];

/// A pair of texts: its name, and old and new text of a size.
type Pair = (&'static str, fn(usize) -> (String, String));

const PAIRS: [Pair; 7] = [
    ("one clause in ten", |size| (policy(size, 1, 0, &ENGLISH), policy(size, 1, 10, &ENGLISH))),
    ("every clause", |size| (policy(size, 1, 0, &ENGLISH), policy(size, 1, 1, &ENGLISH))),
    ("Chinese", |size| (policy(size, 1, 0, &CHINESE), policy(size, 1, 10, &CHINESE))),
    ("another text", |size| (policy(size, 1, 0, &ENGLISH), policy(size, 2, 0, &ENGLISH))),
    ("sections reversed", |size| (policy(size, 1, 0, &ENGLISH), reversed(&policy(size, 1, 10, &ENGLISH)))),
    ("one paragraph each", |size| (soup(size, 1), soup(size, 2))),
    ("flattened", |size| (policy(size, 1, 0, &ENGLISH), policy(size, 1, 10, &ENGLISH).replace('\n', " "))),
];

/// Numbered sections of six paragraphs; one paragraph in `every` says something else, none where it is 0.
fn policy(size: usize, seed: u64, every: usize, words: &[&str; 16]) -> String {
    let mut dice = Dice(seed * 77);
    let mut text = String::from("Privacy policy\n\n");
    let (mut section, mut clause) = (0, 0);
    while text.len() < size {
        section += 1;
        let _ = writeln!(text, "{section}. {}{}\n", words[dice.roll(16)], words[dice.roll(16)]);
        for _ in 0..6 {
            clause += 1;
            (0..30).for_each(|_| text.push_str(words[dice.roll(16)]));
            text.push_str(if every > 0 && clause % every == 0 { "otherwise.\n\n" } else { "as before.\n\n" });
        }
    }
    text
}

/// One paragraph of words in no order.
fn soup(size: usize, seed: u64) -> String {
    let mut dice = Dice(seed * 77);
    let mut text = String::new();
    while text.len() < size {
        text.push_str(ENGLISH[dice.roll(16)]);
    }
    text
}

/// The paragraphs of a text from the last to the first.
fn reversed(text: &str) -> String {
    text.split("\n\n").collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n\n")
}

fn main() {
    for (name, make) in PAIRS {
        let mut line = format!("{name:>20}");
        for (label, size) in SIZES {
            let (old, new) = make(size);
            let (old, new) = (read_text(&old, TextFormat::Plain), read_text(&new, TextFormat::Plain));
            let start = Instant::now();
            let found = compare(&old, &new);
            let spent = start.elapsed().as_secs_f64() * 1000.0;
            let _ = write!(line, "  {label} {spent:7.1} ms ({} unchanged)", found.count(ClauseKind::Unchanged));
        }
        println!("{line}");
    }
}
