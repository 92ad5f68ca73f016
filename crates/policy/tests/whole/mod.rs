//! The whole path of one file, from bytes to document, and what must hold of it whatever the bytes are.
//!
//! In: a name, whose end chooses the format, and bytes. Out: nothing; a panic where a promise breaks. Shared by the generated texts, the short
//! fuzzing of every test run and the fuzz target. Deliberately absent: what the outline of a text should be.

use countersign_policy::{
    Lexicon, MarkOptions, PolicyFile, PolicyText, Reading, Regime, Shown, TextFormat, check_law, draft, facts, inspect, links,
    mark_sensitive, read_policy, topics,
};

/// The names by which a first byte chooses a format.
pub(crate) const NAMES: [&str; 4] = ["a.txt", "a.md", "a.html", "a"];

/// Runs everything on bytes whose first one chooses the format.
pub(crate) fn check_chosen(bytes: &[u8], lexicon: &Lexicon) {
    if let Some((first, rest)) = bytes.split_first() {
        check(NAMES[usize::from(*first) % NAMES.len()], rest, lexicon);
    }
}

/// Runs everything that reads a policy.
///
/// # Panics
/// Where a promise breaks: words are lost, a place lies outside its text, a heading inside another, or a document does not hold together.
pub(crate) fn check(name: &str, bytes: &[u8], lexicon: &Lexicon) {
    let policy = match read_policy(name, bytes) {
        Ok(policy) => policy,
        Err(cause) => {
            assert!(!cause.to_string().is_empty() && !cause.remedy().is_empty());
            return;
        }
    };
    let reading = &policy.reading;
    if policy.format == TextFormat::Plain {
        keeps_every_word(&policy);
    }
    has_a_way_back(&policy);
    is_well_nested(reading);
    fits(&policy, lexicon);
}

/// Plain text: what goes in comes out, but for white space.
fn keeps_every_word(policy: &PolicyFile) {
    let text = policy.reading.text();
    let kept = policy.reading.blocks().iter().flat_map(|block| text[block.start..block.end].chars());
    let words = policy.text.strip_prefix('\u{feff}').unwrap_or(&policy.text).chars();
    let solid = |letter: &char| !letter.is_whitespace();
    assert!(kept.filter(solid).eq(words.filter(solid)), "words are lost, added or moved");
}

/// Every letter leads back into the file, and later letters never before earlier ones.
fn has_a_way_back(policy: &PolicyFile) {
    let mut last = 0;
    for (at, letter) in policy.reading.text().char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
        let from = policy.reading.source_offset(at);
        assert!(last <= from && from < policy.text.len(), "byte {at} comes from {from} after {last}");
        let rest = policy.text.get(from..).unwrap_or_else(|| panic!("byte {at} comes from the middle of a letter"));
        assert!(policy.format != TextFormat::Plain || rest.starts_with(letter), "byte {at} is another letter in the file");
        last = from;
    }
}

fn is_well_nested(reading: &Reading) {
    let mut end = 0;
    let mut open: Vec<u8> = Vec::new();
    for heading in reading.headings() {
        assert!((1..=6).contains(&heading.depth), "a heading of depth {}", heading.depth);
        assert!(end <= heading.start && heading.start < heading.end, "a heading inside another");
        assert!(reading.text().get(heading.start..heading.end).is_some());
        end = heading.end;
        while open.pop_if(|depth| *depth >= heading.depth).is_some() {}
        open.push(heading.depth);
    }
    assert!(open.windows(2).all(|pair| pair[0] < pair[1]));
    let block =
        |at: usize| reading.blocks().partition_point(|block| block.start <= at).checked_sub(1).map(|place| &reading.blocks()[place]);
    let named = reading.named_ranges().iter().map(|(range, _)| range);
    for range in reading.bold().iter().chain(reading.plain_ranges()).chain(named) {
        let inside = block(range.start).is_some_and(|block| range.end <= block.end);
        assert!(range.start < range.end && inside, "{range:?} leaves its block");
    }
}

/// What is found lies in the text, and the document holds together.
fn fits(policy: &PolicyFile, lexicon: &Lexicon) {
    let reading = &policy.reading;
    let within = |span: &std::ops::Range<usize>| reading.text().get(span.clone()).is_some();
    let options = MarkOptions { strict: true, ..MarkOptions::default() };
    let marks = mark_sensitive(reading, lexicon, &options);
    let drafted = draft(reading, lexicon);
    let found = facts(reading);
    assert!(drafted.functions.iter().all(|function| within(&function.span) && function.data.iter().all(|datum| within(&datum.span))));
    assert!(drafted.tracking.iter().all(|tracking| within(&tracking.span)));
    assert!(found.responses.iter().all(|found| within(&found.span)));
    assert!(found.emails.iter().chain(&found.phones).chain(&found.addresses).chain(&found.urls).all(|found| within(&found.span)));
    let text = PolicyText { name: "policy", source: &policy.text, reading };
    for finding in check_law(&[text], Regime::ALL, &Shown::new(), lexicon) {
        assert!(policy.text.get(finding.region.bytes.clone()).is_some(), "{} lies outside the file", finding.code);
        assert!(finding.region.line >= 1 && finding.region.column >= 1 && !finding.to_string().is_empty());
    }
    let about = topics(reading);
    assert!((0..reading.headings().len()).all(|place| about.tree(place).is_some_and(|tree| within(&tree))));
    let seen = inspect(&policy.text, reading, &marks, &drafted, &found);
    let points = policy.text.chars().count();
    assert!(seen.sensitive.iter().all(|mark| mark.start < mark.end && mark.end <= points), "a mark outside the file");
    assert!(
        seen.sections.windows(2).all(|pair| pair[0].start <= pair[1].start) && seen.sections.iter().all(|section| section.start < points)
    );
    let marks = marks.plain();
    let links = links(reading, &marks);
    let document = reading.document(marks).and_then(|document| document.with_links(links));
    assert!(document.is_ok(), "{:?}", document.err());
}
