//! Generated texts: whatever is thrown at the reader, words stay, ranges fit, the way back holds, the outline is well nested; and of markup
//! made of known words, exactly the words that are shown stay.
//!
//! In: a seed, from `COUNTERSIGN_SEED` or the clock's choice of the day, printed on failure. Deliberately absent: what the outline should be.

mod dice;
mod whole;

use countersign_policy::{Lexicon, TextFormat, read_text};

use dice::Dice;

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

fn dice() -> (u64, Dice) {
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(1, |since| since.as_secs() / 86_400);
    let seed = std::env::var("COUNTERSIGN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(clock).max(1);
    (seed, Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1))
}

#[test]
fn generated_texts_keep_their_words() {
    let (seed, mut dice) = dice();
    let lexicon = Lexicon::shipped().unwrap();
    for _ in 0..400 {
        let pieces = 1 + dice.roll(40);
        let text: String = (0..pieces).map(|_| PIECES[dice.roll(PIECES.len())]).collect();
        for (format, _) in (0..).zip(whole::NAMES) {
            let bytes = [&[format], text.as_bytes()].concat();
            let held = std::panic::catch_unwind(|| whole::check_chosen(&bytes, &lexicon));
            assert!(held.is_ok(), "seed {seed}, format {format}: {text:?}");
        }
    }
}

/// Markup around words, and what of it is shown: `W` stands for a new word, `X` for one that is not shown.
const HTML: &[(&str, &str)] = &[
    ("W ", "W"),
    ("<p>W W</p>", "WW"),
    ("<div>W<br>W<br><br>W</div>", "WWW"),
    ("<h2>W</h2>", "W"),
    ("<p><b>W</b></p>", "W"),
    ("<ul><li>W</li><li>W<ol><li>W</ol></ul>", "WWW"),
    ("<table><tr><th>W<th>W</tr><tr><td><p>W</p><p>W</p></td><td>W</td></tr></table>", "WWWWW"),
    ("<span data-cs-mark=plain>W</span>", "W"),
    ("<pre>W\n  W</pre>", "WW"),
    ("<p hidden>W</p>", "W"),
    ("<a href=X title=\"X\">W</a>", "W"),
    ("<details><summary>W</summary>W</details>", "WW"),
    ("<!-- X --><![if X]>", ""),
    ("<script>X</script><style>X</style><template><p>X</p></template><noscript>X</noscript>", ""),
    ("<svg><text>X</text></svg><select><option>X</select><textarea>X</textarea>", ""),
    ("</p></b></div>W", "W"),
    ("<p>W", "W"),
    ("&#119;W&lt;&amp;&gt;", "wW<&>"),
];
const MARKDOWN: &[(&str, &str)] = &[
    ("W W", "WW"),
    ("# W", "W"),
    ("W\n===", "W"),
    ("**W** W *W* ~~W~~", "WWWW"),
    ("- W\n- W\n  - W", "WWW"),
    ("1. W\n2. W", "1.W2.W"),
    ("> W\n> W", "WW"),
    ("```X\nW\n```", "W"),
    ("| W | W |\n|---|---|\n| W | W |", "WWWW"),
    ("[W](https://a.example/X \"X\")", "W"),
    ("<!-- X -->", ""),
    ("<div title=X>W</div>", "W"),
    ("W<b>W</b><script>X</script>", "WW"),
    ("<script>X</script>", ""),
    ("> <table><tr><td>W</td>\n> <td>W</td></table>", "WW"),
    ("W &lt; `W` \\W", "W<W\\W"),
];

/// Fills pieces with words; the markup, and what of it is shown.
fn filled(pieces: &[(&str, &str)], gap: &str, dice: &mut Dice) -> (String, String) {
    let (mut markup, mut shown) = (String::new(), String::new());
    for number in 0..1 + dice.roll(12) {
        let (marked, bare) = pieces[dice.roll(pieces.len())];
        let words: Vec<_> = (0..8).map(|place| format!("{}{number}{place}", ["w", "权", "é", "ب"][dice.roll(4)])).collect();
        for (out, piece) in [(&mut markup, marked), (&mut shown, bare)] {
            let mut words = words.iter();
            for part in piece.split_inclusive('W') {
                out.push_str(&part.trim_end_matches('W').replace('X', "hidden"));
                out.push_str(words.next().filter(|_| part.ends_with('W')).map_or("", |word| word));
            }
        }
        markup.push_str(gap);
    }
    (markup, shown)
}

#[test]
fn words_between_marks_are_kept() {
    let (seed, mut dice) = dice();
    for _ in 0..1000 {
        for (format, pieces, gap) in [(TextFormat::Html, HTML, "\n"), (TextFormat::Markdown, MARKDOWN, "\n\n")] {
            let (markup, shown) = filled(pieces, gap, &mut dice);
            let reading = read_text(&markup, format);
            let kept: String = reading.blocks().iter().map(|block| &reading.text()[block.start..block.end]).collect();
            assert_eq!(kept.split_whitespace().collect::<String>(), shown, "seed {seed}: {markup:?}");
        }
    }
}
