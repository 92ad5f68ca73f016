//! Stretches of a text in another script than its language's: they carry a language of their own, so that a reader takes the right voice and
//! a browser the right font (WCAG 2.2, 3.1.2; REQUIREMENTS LG-03).
//!
//! Enters: a notice's language and a text. Leaves: the same words. Absent: single Latin words in Chinese, which are names and technical
//! terms, and every other pair of languages, which no script tells apart.

use std::ops::Range;

use countersign_core::Notice;
use maud::{Markup, html};

use crate::parts::is_dense;

/// A text with its foreign stretches marked.
pub(crate) fn voiced(notice: &Notice, text: &str) -> Markup {
    let dense = is_dense(&notice.locale);
    let stretches = foreign(dense, text);
    let starts = std::iter::once(0).chain(stretches.iter().map(|stretch| stretch.end));
    let ends = stretches.iter().map(|stretch| stretch.start).chain([text.len()]);
    html! {
        @for (place, (start, end)) in starts.zip(ends).enumerate() {
            (text.get(start..end).unwrap_or_default())
            @if let Some(stretch) = stretches.get(place) {
                span lang=(if dense { "en" } else { "zh" }) { (text.get(stretch.clone()).unwrap_or_default()) }
            }
        }
    }
}

/// The stretches in another script: Chinese characters in a text of Latin letters, or phrases of Latin words in a Chinese one.
fn foreign(dense: bool, text: &str) -> Vec<Range<usize>> {
    let anchors = |letter: char| if dense { letter.is_ascii_alphabetic() } else { is_han(letter) };
    let joins = |letter: char| {
        if dense { letter.is_ascii_digit() || " -.'&".contains(letter) } else { "·、，。：“”《》（）".contains(letter) }
    };
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, letter) in text.char_indices() {
        match found.last_mut().filter(|_| open) {
            Some(last) if anchors(letter) => last.end = at + letter.len_utf8(),
            Some(_) if joins(letter) => {}
            _ if anchors(letter) => found.push(at..at + letter.len_utf8()),
            _ => {}
        }
        open = anchors(letter) || open && joins(letter);
    }
    let words = |stretch: &Range<usize>| text.get(stretch.clone()).unwrap_or_default().split(' ').filter(|word| word.len() > 1).count();
    found.retain(|stretch| !dense || words(stretch) > 1);
    found
}

/// Whether a letter is a Chinese character.
fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::foreign;

    fn check(dense: bool, text: &str, expected: &[&str]) {
        assert_eq!(foreign(dense, text).into_iter().map(|stretch| &text[stretch]).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn mixed_scripts_carry_their_language() {
        check(false, "Simplified Chinese (简中) and English", &["简中"]);
        check(false, "《京东隐私政策》, 1.1.1", &["京东隐私政策"]);
        check(false, "plain", &[]);
        check(true, "我们遵守 Global Privacy Control 和 Do Not Track 信号", &["Global Privacy Control", "Do Not Track"]);
        check(true, "Cookie 和 SDK", &[]);
        check(true, "使用 China Unistar SDK v2.1 服务。", &["China Unistar SDK v"]);
        check(true, "隐私", &[]);
        check(true, "", &[]);
    }
}
