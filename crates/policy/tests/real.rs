//! Real policies: every word is kept and in order, headings are found, nothing panics on any cut.
//!
//! In: the texts of `../shared/policies` beside the checkout; skipped with a message where they are absent. Deliberately absent: scores.
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a test stops at the first surprise and says what it skips")]

use std::path::Path;

use countersign_policy::{Lexicon, MarkOptions, TextFormat, draft, facts, inspect, mark_sensitive, read_text};

/// Texts and the fewest headings that a careful look shows.
const TEXTS: [(&str, usize); 6] =
    [("nbexpress.en", 44), ("mii.en", 40), ("jd.zh", 59), ("cainiao.zh", 30), ("ciie.en", 50), ("template.en", 5)];

fn texts() -> Vec<(&'static str, usize, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/policies");
    let load = |(name, headings)| Some((name, headings, std::fs::read_to_string(folder.join(format!("{name}.txt"))).ok()?));
    let texts: Vec<_> = TEXTS.into_iter().filter_map(load).collect();
    if texts.is_empty() {
        println!("skipped: no ../shared/policies beside the checkout");
    }
    texts
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect()
}

fn check_words(name: &str, source: &str) -> usize {
    let reading = read_text(source, TextFormat::Plain);
    let blocks: String = reading.blocks().iter().map(|block| folded(&reading.text()[block.start..block.end])).collect();
    assert!(blocks == folded(source.trim_start_matches('\u{feff}')), "{name}: words are lost, added or moved");
    let headings = reading.headings().len();
    reading.document(Vec::new()).unwrap();
    headings
}

#[test]
fn every_word_is_in_a_block_in_order() {
    for (name, fewest, text) in texts() {
        let headings = check_words(name, &text);
        assert!(headings >= fewest, "{name}: {headings} headings of {fewest}");
    }
}

#[test]
fn no_cut_of_a_text_breaks_the_reader() {
    let lexicon = Lexicon::shipped().unwrap();
    let texts = texts();
    std::thread::scope(|scope| {
        for (name, _, text) in &texts {
            scope.spawn(|| check_cuts(name, text, &lexicon));
        }
    });
}

fn check_cuts(name: &str, text: &str, lexicon: &Lexicon) {
    let options = MarkOptions { jurisdictions: vec!["MY".into(), "CN".into()], strict: false, ..MarkOptions::default() };
    for (count, (cut, _)) in text.char_indices().step_by(97).enumerate() {
        check_words(name, &text[..cut]);
        // The slower steps run on every fortieth cut.
        if count % 40 == 0 {
            let reading = read_text(&text[..cut], TextFormat::Plain);
            let marks = mark_sensitive(&reading, lexicon, &options);
            let seen = inspect(&text[..cut], &reading, &marks, &draft(&reading, lexicon), &facts(&reading));
            assert!(seen.sensitive.iter().all(|mark| mark.start < mark.end && mark.end <= text.chars().count()), "{name}");
            reading.document(marks.plain()).unwrap();
        }
    }
}
