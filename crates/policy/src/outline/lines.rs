//! Lines and units: which printed lines belong together.
//!
//! In: plain text. Out: units, ranges that each begin with a printed line and go on over hard line breaks. Deliberately absent: what a unit is.

use super::number::{self, Number, is_han};

/// One printed line without the white space around it.
#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    end: usize,
    width: usize,
    after_blank: bool,
}

/// One or more lines that read as one.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// Where it begins, bullet or number included.
    pub(crate) start: usize,
    /// Where it ends, exclusive.
    pub(crate) end: usize,
    /// Where its words begin: behind bullet or number.
    pub(crate) body: usize,
    /// A bullet character stands first.
    pub(crate) bullet: bool,
    /// The printed number, if one stands first.
    pub(crate) number: Option<Number>,
    /// A blank line or the start of the text stands before it.
    pub(crate) after_blank: bool,
    /// It was cut out of the middle of a longer paragraph.
    pub(crate) inline: bool,
    /// The end of a heading that the text itself does not part from its body: found by sense.
    pub(crate) title_end: Option<usize>,
}

impl Unit {
    /// The same unit in a text that has so many bytes more before it.
    pub(super) fn moved(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by, body: self.body + by, title_end: self.title_end.map(|end| end + by), ..self }
    }

    fn is_plain(&self) -> bool {
        !self.bullet && self.number.is_none()
    }
}

const BULLETS: &str = "-•·*–—●○■□▪◆◇➢➤>‣∙・◼◾▲△★☆✓✔▶►▸⚫";
const OPEN_ENDED: &[&str] = &[
    "a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "by", "for", "with", "from", "as", "is", "are", "be", "not", "no", "this",
    "that", "these", "those", "your", "our", "its", "their", "his", "her", "my", "any", "such", "we", "you", "will", "shall", "may", "can",
    "must", "dan", "atau", "yang", "untuk", "dengan", "kepada", "oleh", "dalam", "di", "ke", "dari", "daripada", "ini",
];

/// Columns that text takes: two for a wide character.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter >= '\u{2e80}' { 2 } else { 1 }).sum()
}

/// Whether a line could stand alone as a sentence's end.
pub(crate) fn is_ended(text: &str) -> bool {
    let text = text.trim_end_matches(|letter: char| letter.is_whitespace() || "\"'”’)）」』]】".contains(letter));
    text.ends_with(|letter: char| ".!?;:。！？；：…".contains(letter))
}

/// The units of a plain text, in order; every word is in one. Also whether the text is hard-wrapped.
pub(crate) fn units(text: &str) -> (Vec<Unit>, bool) {
    let lines = split(text);
    let wrap = wrap_width(&lines);
    let mut units: Vec<Unit> = Vec::new();
    let mut before: Option<Line> = None;
    for (place, line) in lines.iter().copied().enumerate() {
        if let (Some(above), Some(unit)) = (before, units.last_mut())
            && (continues(text, unit, above, line, wrap) || finishes_title(text, unit, line, lines.get(place + 1).copied(), wrap))
        {
            unit.end = line.end;
        } else if let (Some(above), Some(unit)) = (before, units.last_mut())
            && unit.end == above.end
            && unit.start == above.start
            && number::is_alone(text.get(above.start..above.end).unwrap_or_default())
            && open(text, line).is_plain()
        {
            // A number on a line of its own counts what stands on the next.
            *unit = open_at(text, unit.start, line.end, unit.after_blank);
        } else {
            units.push(open(text, line));
        }
        before = Some(line);
    }
    (units, wrap.is_some())
}

/// Whether a short line is the second half of a numbered title broken over two lines.
fn finishes_title(text: &str, unit: &Unit, line: Line, next: Option<Line>, wrap: Option<usize>) -> bool {
    let Some(limit) = wrap else { return false };
    let words = text.get(line.start..line.end).unwrap_or_default();
    let titled = unit.number.is_some() && super::shape::is_title(text.get(unit.body..unit.end).unwrap_or_default());
    let opened = open(text, line);
    if !titled || line.after_blank || opened.bullet || opened.number.is_some() || is_ended(words) || ends_open(words) {
        return false;
    }
    let body = |next: Line| {
        let words = text.get(next.start..next.end).unwrap_or_default();
        let unit = open(text, next);
        next.after_blank || unit.bullet || unit.number.is_some() || super::shape::starts_sentence(words)
    };
    line.width * 4 <= limit * 3 && !super::shape::starts_sentence(words) && next.is_none_or(body)
}

fn split(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_blank = true;
    let mut at = 0;
    for printed in text.split_inclusive('\n') {
        let words = printed.trim();
        if words.is_empty() {
            after_blank = true;
        } else {
            let start = at + (printed.len() - printed.trim_start().len());
            lines.push(Line { start, end: start + words.len(), width: width(words), after_blank });
            after_blank = false;
        }
        at += printed.len();
    }
    lines
}

/// The column at which the text is hard-wrapped, if it is: many lines end just before it.
fn wrap_width(lines: &[Line]) -> Option<usize> {
    let mut widths: Vec<_> = lines.iter().map(|line| line.width).filter(|width| *width <= 100).collect();
    widths.sort_unstable();
    let limit = *widths.get(widths.len() * 98 / 100)?;
    let near = widths.iter().filter(|width| **width + 10 >= limit).count();
    (limit >= 40 && near >= 8 && near * 100 >= widths.len() * 30).then_some(limit)
}

/// Bytes of the bullet that words begin with; 0 where there is none, or nothing behind it.
pub(super) fn bullet_len(words: &str) -> usize {
    let first = words.chars().next().unwrap_or(' ');
    let rest = words.get(first.len_utf8()..).unwrap_or_default();
    let spaced = rest.starts_with(char::is_whitespace) || (first != '-' && rest.starts_with(is_han));
    if BULLETS.contains(first) && spaced && !rest.trim().is_empty() { first.len_utf8() } else { 0 }
}

/// Opens a unit at a place in the text: reads its bullet or number.
pub(crate) fn open_at(text: &str, start: usize, end: usize, after_blank: bool) -> Unit {
    let words = text.get(start..end).unwrap_or_default();
    let mark = bullet_len(words);
    let bullet = mark > 0;
    let number = if bullet { None } else { number::parse(words) };
    let skip = if bullet { mark } else { number.as_ref().map_or(0, |number| number.len) };
    let after = words.get(skip..).unwrap_or_default();
    let body = start + skip + (after.len() - after.trim_start().len());
    let number = if body >= end { None } else { number };
    let body = if number.is_none() && !bullet { start } else { body };
    Unit { start, end, body, bullet, number, after_blank, inline: false, title_end: None }
}

fn open(text: &str, line: Line) -> Unit {
    open_at(text, line.start, line.end, line.after_blank)
}

fn continues(text: &str, unit: &Unit, above: Line, line: Line, wrap: Option<usize>) -> bool {
    let upper = text.get(above.start..above.end).unwrap_or_default();
    let lower = text.get(line.start..line.end).unwrap_or_default();
    let Some(first) = lower.chars().next() else { return false };
    let Some(last) = upper.chars().next_back() else { return false };
    if line.after_blank || first == '【' || last == '】' {
        return false;
    }
    if "，。、；：）》」』,;:)!?".contains(first) && number::parse(lower).is_none() {
        return true;
    }
    let opened = open(text, line);
    let cut_short = ends_open(upper);
    if opened.bullet || (opened.number.is_some() && !(cut_short && first.is_lowercase())) {
        return false;
    }
    if first.is_lowercase() {
        return wrap.is_some() || !is_ended(upper);
    }
    if cut_short && first.is_alphabetic() && !is_han(first) {
        return true;
    }
    let Some(limit) = wrap.filter(|limit| above.width <= limit + 10 && line.width <= limit + 10) else { return false };
    let titled = unit.number.is_some() && super::shape::is_title(text.get(unit.body..unit.end).unwrap_or_default());
    let room = limit.saturating_sub(above.width);
    let next = lower.split_whitespace().next().unwrap_or_default();
    let full = if is_han(first) { room < 4 } else { room < width(next) + 1 };
    if titled && super::shape::starts_sentence(lower) {
        return false;
    }
    full || (!titled && !is_ended(upper) && above.width * 2 >= limit && !is_han(first))
}

/// Whether a line breaks off in the middle of a phrase.
fn ends_open(text: &str) -> bool {
    if text.ends_with([',', '，', '、']) {
        return true;
    }
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    OPEN_ENDED.iter().any(|known| known.eq_ignore_ascii_case(word))
}
