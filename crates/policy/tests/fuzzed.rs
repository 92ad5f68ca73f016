//! Ten seconds of fuzzing: seeds changed at random, and every change goes through the whole path.
//!
//! In: the layouts, pieces of markup and broken bytes; the seed of the day, or `COUNTERSIGN_SEED`; for another length, `COUNTERSIGN_FUZZ_SECS`.
//! A failure prints the seed and writes the bytes to a file. `crates/policy/fuzz` runs the same function under a real fuzzer.
//! Deliberately absent: coverage.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod dice;
mod whole;

use std::path::Path;
use std::time::{Duration, Instant};

use countersign_policy::Lexicon;

use dice::Dice;

/// Pieces that change what stands around them.
const PIECES: &[&[u8]] = &[
    b"\n",
    b"\n\n",
    b"\r",
    b"\r\n",
    b"\t",
    b" ",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xc4\xe3",
    b"1. ",
    b"1.1.1 ",
    b"(i) ",
    b"I. ",
    b"- ",
    b"> ",
    b"# ",
    b"```\n",
    b"**",
    b"`",
    b"[^1]",
    b"[^1]: ",
    b"| a |\n|---|\n",
    b"---\n",
    b"<b>",
    b"</b>",
    b"<p>",
    b"<h2>",
    b"</h2>",
    b"<br>",
    b"<li>",
    b"<ol>",
    b"</ol>",
    b"<table><tr><td>",
    b"</td><td>",
    b"</table>",
    b"<script>",
    b"</script>",
    b"<svg>",
    b"</svg>",
    b"<!--",
    b"-->",
    b"<pre>",
    b"</pre>",
    b"<main>",
    b"</main>",
    b"<span data-cs-mark=plain>",
    b"</span>",
    b"&amp;",
    b"&#x2028;",
    b"&copy",
    b"&",
    b"<",
    b">",
    "一、".as_bytes(),
    "（一）".as_bytes(),
    "第三条".as_bytes(),
    "：".as_bytes(),
    "。".as_bytes(),
    "指纹".as_bytes(),
    b"fingerprint ",
    b"Core functions\n",
    b"If you refuse, you cannot ",
    b"see Section 1.2 ",
    b"within 30 days ",
    "\u{202e}".as_bytes(),
    "مرحبا ".as_bytes(),
];

fn seeds() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end != "expected"));
    files.sort();
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// One seed with some changes, behind the byte that chooses its format.
fn changed(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.roll(seeds.len())].clone();
    // Short inputs meet more rules a second.
    if dice.roll(3) > 0 {
        let from = dice.roll(bytes.len());
        bytes = bytes[from..(from + 300).min(bytes.len())].to_vec();
    }
    for _ in 0..=dice.roll(12) {
        let at = dice.roll(bytes.len() + 1);
        match dice.roll(6) {
            0 if at < bytes.len() => bytes[at] = u8::try_from(dice.roll(256)).unwrap(),
            1 => bytes.truncate(at.max(8)),
            2 => {
                let cut = bytes.split_off(at);
                bytes.splice(0..0, cut);
            }
            3 => {
                let until = (at + dice.roll(40)).min(bytes.len());
                let twice = bytes[at..until].repeat(1 + dice.roll(3));
                bytes.splice(at..at, twice);
            }
            _ => {
                bytes.splice(at..at, PIECES[dice.roll(PIECES.len())].iter().copied());
            }
        }
    }
    bytes.insert(0, u8::try_from(dice.roll(256)).unwrap());
    bytes
}

#[test]
fn changed_seeds_break_nothing() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let day = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |since| since.as_secs() / 86_400);
    let seed = number("COUNTERSIGN_SEED").unwrap_or(day);
    let limit = Duration::from_secs(number("COUNTERSIGN_FUZZ_SECS").unwrap_or(10));
    let (lexicon, seeds) = (Lexicon::shipped().unwrap(), seeds());
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let (start, mut runs) = (Instant::now(), 0_u32);
    while start.elapsed() < limit {
        let bytes = changed(&seeds, &mut dice);
        let broken = std::panic::catch_unwind(|| whole::check_chosen(&bytes, &lexicon)).is_err();
        if broken {
            let path = std::env::temp_dir().join(format!("countersign-fuzzed-{seed}-{runs}"));
            std::fs::write(&path, &bytes).unwrap();
            panic!("seed {seed}, run {runs}: the bytes are in {}", path.display());
        }
        runs += 1;
    }
    println!("{runs} runs with seed {seed}");
}
