//! Verbatim sentences out of a policy, for the descriptions of a draft.
//!
//! In: a reading and a place in it. Out: whole sentences with white space folded, or nothing where none is short enough. Words are never
//! changed and never cut.

use std::ops::Range;

use countersign_core::BlockKind;

use crate::read::Reading;
use crate::sentence::{Cut, ranges};
use crate::space::one_line;

/// More is no summary any more; in characters.
const LONGEST: usize = 400;

/// The sentence that holds a byte of the text; for a byte of a heading, the first sentence below it.
pub(super) fn sentence_at(reading: &Reading, at: usize) -> Option<String> {
    let place = reading.blocks().iter().position(|block| block.content <= at && at < block.end)?;
    let block = reading.blocks().get(place)?;
    match block.kind {
        BlockKind::ContentsEntry => return None,
        BlockKind::Heading => {
            let below = reading.blocks().get(place + 1).filter(|next| next.kind != BlockKind::Heading)?;
            return opening(reading, &(below.start..below.end), "");
        }
        _ => {}
    }
    let words = reading.text().get(block.content..block.end)?;
    let range = ranges(words, Cut::Stops).into_iter().find(|range| range.contains(&(at - block.content)))?;
    short(words.get(range)?)
}

/// The first sentence of a stretch, behind its title.
pub(super) fn opening(reading: &Reading, span: &Range<usize>, title: &str) -> Option<String> {
    for block in reading.blocks().iter().filter(|block| block.end > span.start && block.content < span.end) {
        let start = block.content.max(span.start);
        let words = reading.text().get(start..block.end.min(span.end))?;
        for range in ranges(words, Cut::Stops) {
            let sentence = one_line(words.get(range)?);
            // A heading, or a sentence that says no more than the title, describes nothing.
            if sentence.chars().count() > title.chars().count() + 8 && block.kind != BlockKind::Heading {
                return short(&sentence);
            }
        }
    }
    None
}

/// A sentence without the number that its list item prints, where it is short enough.
fn short(sentence: &str) -> Option<String> {
    let line = one_line(sentence);
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '、' | '(' | ')' | '（' | '）'));
    let number = line.get(..line.len() - behind.len()).unwrap_or_default();
    let numbered = number.contains(|c: char| c.is_ascii_digit()) && !number.ends_with(|c: char| c.is_ascii_digit());
    let sentence = if numbered || behind.starts_with(' ') && number.contains('.') { behind.trim_start().to_owned() } else { line };
    (!sentence.is_empty() && sentence.chars().count() <= LONGEST).then_some(sentence)
}

#[cfg(test)]
mod tests {
    use super::{opening, sentence_at};
    use crate::read::{TextFormat, read_text};

    fn check(text: &str, word: &str, expected: Option<&str>) {
        let reading = read_text(text, TextFormat::Plain);
        let at = reading.text().find(word).unwrap();
        assert_eq!(sentence_at(&reading, at).as_deref(), expected, "{text}");
    }

    #[test]
    fn sentences_are_whole() {
        check("We ask. We use cookies to count visits. You may refuse.", "cookies", Some("We use cookies to count visits."));
        check("我们询问。我们使用Cookie统计访问。您可拒绝。", "Cookie", Some("我们使用Cookie统计访问。"));
        check("3. We use cookies (e.g. one) to count. More.", "cookies", Some("We use cookies (e.g. one) to count."));
        check("4.3 我们使用Cookie。", "Cookie", Some("我们使用Cookie。"));
        check("30 days of cookies.", "cookies", Some("30 days of cookies."));
        check("We use version 2.1 of cookies here", "cookies", Some("We use version 2.1 of cookies here"));
        check(&format!("We use cookies {}.", "and more ".repeat(60)), "cookies", None);
    }

    #[test]
    fn openings_stand_behind_the_title() {
        let reading = read_text("## Tracking\n\nShow where the parcel is. More.\n", TextFormat::Markdown);
        let all = 0..reading.text().len();
        assert_eq!(opening(&reading, &all, "Tracking").as_deref(), Some("Show where the parcel is."));
        assert_eq!(opening(&reading, &(0..8), "Tracking"), None);
    }
}
