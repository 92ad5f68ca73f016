//! Generated texts: whatever is thrown at the reader, words stay, ranges fit, the way back holds.
//!
//! In: a seed, from `COUNTERSIGN_SEED` or the clock's choice of the day, printed on failure. Deliberately absent: what the outline should be.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use countersign_policy::{Lexicon, MarkOptions, TextFormat, draft, facts, links, mark_sensitive, read_text};

const PIECES: &[&str] = &[
    "I. ",
    "(i) ",
    "1. ",
    "1) ",
    "3.2.1 ",
    "(1) ",
    "一、",
    "（一）",
    "第三条 ",
    "政策1",
    "【审慎阅读】",
    "- ",
    "• ",
    "、",
    "Part IV: ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "  ",
    "\u{3000}",
    "\u{feff}",
    "We collect your bank account. ",
    "How we use it",
    "您的指纹和位置信息。",
    "收集",
    "kad pengenalan",
    "**bold fingerprint**",
    "# ",
    "## ",
    "| a | b |\n|---|---|\n| c | d |\n",
    "<b>",
    "</b>",
    "&amp;",
    "`code`",
    "[link](https://a.example)",
    "\\*",
    ":",
    "；",
    "In order to",
    "é",
    "😀",
    "within thirty days",
    "1",
    ".",
    "第",
    "(",
    "）",
    "security data-\n",
    "see Section 1.2(a) of this Policy ",
    "“Part IV” ",
    "(hereinafter “Bank Account Data”) ",
    "bank account data ",
    "本政策第三条",
    "【How we use it】",
    "附件一",
];

struct Dice(u64);

impl Dice {
    /// The next number under `limit`, by xorshift.
    fn roll(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

fn check(text: &str, format: TextFormat, lexicon: &Lexicon, seed: u64) {
    let reading = read_text(text, format);
    let options = MarkOptions { jurisdictions: Vec::new(), strict: true, ..MarkOptions::default() };
    let marks = mark_sensitive(&reading, lexicon, &options);
    let drafted = draft(&reading, lexicon);
    let found = facts(&reading);
    assert!(drafted.functions.iter().all(|function| reading.text().get(function.span.clone()).is_some()), "seed {seed}: {text:?}");
    assert!(found.responses.iter().all(|found| reading.text().get(found.span.clone()).is_some()), "seed {seed}: {text:?}");
    for heading in reading.headings() {
        assert!((1..=6).contains(&heading.depth), "seed {seed}: {text:?}");
    }
    if format == TextFormat::Plain {
        let kept: String = reading.blocks().iter().flat_map(|block| reading.text()[block.start..block.end].split_whitespace()).collect();
        let words: String = text.trim_start_matches('\u{feff}').split_whitespace().collect();
        assert_eq!(kept.replace('\u{feff}', ""), words.replace('\u{feff}', ""), "seed {seed}: {text:?}");
        for (at, letter) in reading.text().char_indices().filter(|(_, letter)| *letter != '\n') {
            assert!(text[reading.source_offset(at)..].starts_with(letter), "seed {seed}: {text:?} at {at}");
        }
    }
    let marks = marks.plain();
    let links = links(&reading, &marks);
    let document = reading.document(marks).and_then(|document| document.with_links(links));
    assert!(document.is_ok(), "seed {seed}: {:?} for {text:?}", document.err());
}

#[test]
fn generated_texts_keep_their_words() {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |since| since.as_secs() / 86_400);
    let seed = std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(clock).max(1);
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let lexicon = Lexicon::shipped().unwrap();
    for _ in 0..1500 {
        let pieces = 1 + dice.roll(40);
        let text: String = (0..pieces).map(|_| PIECES[dice.roll(PIECES.len())]).collect();
        check(&text, TextFormat::Plain, &lexicon, seed);
        check(&text, TextFormat::Markdown, &lexicon, seed);
    }
}
