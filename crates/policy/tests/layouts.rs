//! Layouts: for every way of numbering and breaking lines, the blocks that the reader finds and the mentions it marks.
//!
//! In: `layouts/NAME.txt`, `.md` or `.html`, and `layouts/NAME.expected` with one line for each block. With `UPDATE_EXPECTED=1` the expected
//! files are written anew; the difference is then to be reviewed. Deliberately absent: texts of real sites.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use countersign_core::BlockKind;
use countersign_policy::{Lexicon, MarkOptions, format_of, mark_sensitive, read_text};

fn shown(path: &Path) -> String {
    let source = std::fs::read_to_string(path).unwrap();
    let reading = read_text(&source, format_of(&path.display().to_string(), &source));
    let options = MarkOptions { jurisdictions: Vec::new(), strict: true, ..MarkOptions::default() };
    let marks = mark_sensitive(&reading, &Lexicon::shipped().unwrap(), &options);
    let document = reading.document(marks.plain()).unwrap();
    let mut out = String::new();
    for block in document.blocks() {
        let kind = match block.kind {
            BlockKind::Paragraph => "paragraph",
            BlockKind::Heading => "heading",
            BlockKind::ListItem => "item",
            BlockKind::TableRow => "row",
            BlockKind::ContentsEntry => "contents",
        };
        let words: String = document
            .runs(block)
            .map(|run| run.category.map_or(run.text.to_owned(), |category| format!("«{}:{}»", run.text, category.name())))
            .collect();
        let line = source.lines().count().min(reading.source_line(block.start));
        writeln!(out, "{line:>2} {kind} {} | {}", block.depth, words.replace('\t', " | ").split_whitespace().collect::<Vec<_>>().join(" "))
            .unwrap();
    }
    out
}

#[test]
fn layouts_are_read_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/layouts");
    let files: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    let sources: Vec<_> =
        files.iter().filter(|path| path.extension().is_some_and(|end| end == "txt" || end == "md" || end == "html")).collect();
    assert!(sources.len() >= 9, "too few layouts in {}", folder.display());
    let orphans = files.iter().filter(|path| path.extension().is_some_and(|end| end == "expected")).count();
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    for path in &sources {
        let expected = path.with_extension("expected");
        let found = shown(path);
        if update {
            std::fs::write(&expected, &found).unwrap();
        } else {
            assert_eq!(found, std::fs::read_to_string(&expected).unwrap(), "{}", path.display());
        }
    }
    assert!(update || orphans == sources.len(), "an expected file has no source");
}
