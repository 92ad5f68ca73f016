//! The outline: which stretches of a text are headings, list items, contents entries and paragraphs.
//!
//! In: plain text. Out: blocks in order that cover every word, and the headings with number, title and depth. The rules weigh how lines read
//! and what stands around them; none names a known text. Deliberately absent: Markdown, whose marks say all this (`read/markdown.rs`).

mod contents;
mod inline;
mod levels;
mod lines;
mod number;
pub(crate) mod numeral;
mod shape;
mod sections;

pub(crate) use number::is_han;
pub(crate) use lines::is_ended;
pub use sections::Section;
pub(crate) use sections::sections;

use countersign_core::{Block, BlockKind};
use levels::Levels;
use lines::Unit;
use number::Scheme;
use shape::Shape;

/// What a unit turned out to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    /// The title of the whole text.
    Title,
    /// A heading; the bytes of the unit that belong to it, up to this offset.
    Heading(usize),
    /// A list item or clause.
    Item,
    /// An entry of a printed contents list.
    Contents,
    /// Running text.
    Paragraph,
}

/// The blocks of a plain text.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let (units, wrapped) = lines::units(text);
    let known = contents::titles(text, &units);
    let units = inline::cut(text, units, &known);
    let mut parts = numbered(text, &units);
    contents::find(text, &units, &mut parts);
    unnumbered(text, &units, wrapped, &mut parts);
    title(text, &units, &mut parts);
    assemble(text, &units, &parts)
}

/// Decides the numbered units by groups of siblings.
fn numbered(text: &str, units: &[Unit]) -> Vec<Part> {
    let mut levels = Levels::default();
    let groups: Vec<_> = units.iter().map(|unit| unit.number.as_ref().map(|number| levels.place(number).group)).collect();
    let shapes: Vec<_> = units.iter().map(|unit| unit_shape(text, unit)).collect();
    let mut parts: Vec<_> = units.iter().map(|unit| if unit.bullet || unit.number.is_some() { Part::Item } else { Part::Paragraph }).collect();
    let mut members: Vec<Vec<usize>> = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let Some(group) = *group else { continue };
        if members.len() <= group {
            members.resize(group + 1, Vec::new());
        }
        if let Some(list) = members.get_mut(group) {
            list.push(at);
        }
    }
    for group in members.iter().filter(|group| !group.is_empty()) {
        judge(units, &shapes, &groups, group, &mut parts);
    }
    parts
}

fn unit_shape(text: &str, unit: &Unit) -> Shape {
    if let Some(end) = unit.title_end {
        return Shape::Label(end - unit.body.min(end));
    }
    if unit.inline {
        return Shape::Clause;
    }
    shape::shape(text.get(unit.body..unit.end).unwrap_or_default())
}

fn judge(units: &[Unit], shapes: &[Shape], groups: &[Option<usize>], group: &[usize], parts: &mut [Part]) {
    let shape_of = |at: usize| shapes.get(at).copied().unwrap_or(Shape::Clause);
    let unit_of = |at: usize| units.get(at);
    let scheme = group.first().and_then(|at| unit_of(*at)).and_then(|unit| unit.number.as_ref()).map(|number| number.scheme);
    let first_value = group.first().and_then(|at| unit_of(*at)).and_then(|unit| unit.number.as_ref()).map_or(0, number::Number::value);
    let stray = matches!(scheme, Some(Scheme::LetterUpper | Scheme::LetterLower | Scheme::RomanLower)) && group.len() == 1 && first_value != 1;
    if stray {
        for at in group {
            if let Some(part) = parts.get_mut(*at) {
                *part = Part::Paragraph;
            }
        }
        return;
    }
    let has_body = |at: usize| units.get(at + 1).is_some() && groups.get(at + 1).copied().flatten() != groups.get(at).copied().flatten();
    let titled: Vec<_> = group.iter().copied().filter(|at| shape_of(*at) == Shape::Title).collect();
    let last = group.last().copied();
    let closing = |at: usize| Some(at) == last && group.len() > 2 && !(titled.len() == 1 && matches!(scheme, Some(Scheme::Dotted(2..))));
    let led = titled.iter().any(|at| has_body(*at) && !closing(*at));
    let main = scheme.is_some_and(Scheme::is_main);
    let titles = main || led;
    let labels: Vec<_> = group.iter().copied().filter(|at| matches!(shape_of(*at), Shape::Label(_))).collect();
    let inline = group.iter().any(|at| unit_of(*at).is_some_and(|unit| unit.inline && unit.title_end.is_some()));
    // A title cut out by sense has stronger grounds than a colon: half of its siblings are enough.
    let named = labels.len() + titled.len();
    let enough = named * 2 > group.len() || (inline && named * 3 >= group.len());
    for at in group {
        let (Some(unit), Some(part)) = (unit_of(*at), parts.get_mut(*at)) else { continue };
        match shape_of(*at) {
            Shape::Title if titles && has_body(*at) || (titles && main) || (titles && titled.len() * 2 > group.len()) => *part = Part::Heading(unit.end),
            Shape::Title if inline && unit.inline => *part = Part::Heading(unit.end),
            Shape::Label(len) if titles || enough || (unit.inline && group.len() <= labels.len() + 1) => *part = Part::Heading(unit.body + len),
            _ => {}
        }
    }
}

/// Headings without a number: a short line of its own before running text.
fn unnumbered(text: &str, units: &[Unit], wrapped: bool, parts: &mut [Part]) {
    let numbered_first = parts.iter().position(|part| matches!(part, Part::Heading(_))).unwrap_or(usize::MAX);
    for (at, unit) in units.iter().enumerate() {
        let Some(next) = units.get(at + 1) else { break };
        let words = text.get(unit.start..unit.end).unwrap_or_default();
        let body = parts.get(at + 1) == Some(&Part::Paragraph) || (at + 1 < numbered_first && parts.get(at + 1) == Some(&Part::Item));
        let alone = parts.get(at) == Some(&Part::Paragraph) && !unit.inline;
        let bracketed = words.starts_with('【') && words.ends_with('】') && lines::width(words) <= 60;
        let next_words = text.get(next.start..next.end).unwrap_or_default();
        let next_long = lines::width(next_words) >= 2 * lines::width(words).max(30) || is_ended(next_words);
        if alone && body && (bracketed || (next_long && (unit.after_blank || !wrapped || lines::width(next_words.lines().next().unwrap_or_default()) > 200) && is_bare_title(words))) {
            if let Some(part) = parts.get_mut(at) {
                *part = Part::Heading(unit.end);
            }
        }
    }
}

fn is_bare_title(words: &str) -> bool {
    let plain = !words.contains(['\t', '@', '|', '《', '。', '，', ',', '/', '"', '“']);
    let digits = words.chars().filter(char::is_ascii_digit).count();
    let label = words.trim_end_matches([':', '：']);
    let short = lines::width(words) <= 64 && words.split_whitespace().count() <= 10;
    let colon_ok = label.len() == words.len() || (words.split_whitespace().count() <= 3 && lines::width(words) <= 24);
    let lead_in = shape::has_verb(label) || ["如下", "包括", "以下"].iter().any(|mark| label.contains(mark));
    plain && digits <= 2 && short && colon_ok && !lead_in && shape::is_title(words) && lines::width(words) >= 4
}

/// The title of the text: one of the first lines, naming a policy or notice.
fn title(text: &str, units: &[Unit], parts: &mut [Part]) {
    const NAMES: &[&str] = &["privacy", "policy", "notice", "statement", "隐私", "隱私", "政策", "声明", "聲明", "privasi", "dasar", "notis", "保护指引"];
    for (at, unit) in units.iter().enumerate().take(8) {
        let words = text.get(unit.start..unit.end).unwrap_or_default();
        let lower = words.to_lowercase();
        let named = NAMES.iter().any(|name| lower.contains(name));
        let open = matches!(parts.get(at), Some(Part::Paragraph)) || parts.get(at) == Some(&Part::Heading(unit.end));
        if matches!(parts.get(at), Some(Part::Heading(_))) && !named || unit.number.is_some() {
            return;
        }
        if open && named && lines::width(words) <= 90 && shape::is_title(words) && !words.contains([':', '：']) {
            if let Some(part) = parts.get_mut(at) {
                *part = Part::Title;
            }
            return;
        }
        if lines::width(words) > 120 {
            return;
        }
    }
}

/// Turns units into blocks with their depths.
fn assemble(text: &str, units: &[Unit], parts: &[Part]) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(units.len());
    let mut headings = Levels::default();
    let mut items = Levels::default();
    let base = usize::from(parts.contains(&Part::Title));
    let mut bare = false;
    for (unit, part) in units.iter().zip(parts) {
        let whole = |kind, depth: usize, content| Block { kind, depth: small(depth, u8::MAX), start: unit.start, content, end: unit.end };
        match *part {
            Part::Title => blocks.push(whole(BlockKind::Heading, 1, unit.start)),
            Part::Heading(end) => {
                items.clear();
                let depth = match &unit.number {
                    Some(number) => {
                        bare = false;
                        base + headings.place(number).depth
                    }
                    None => {
                        let depth = base + headings.depth() + 1;
                        bare = bare || headings.depth() == 0;
                        depth
                    }
                };
                blocks.push(Block { kind: BlockKind::Heading, depth: small(depth, 6), start: unit.start, content: unit.start, end });
                rest(text, end, unit.end, &mut blocks);
            }
            Part::Item => {
                let depth = match &unit.number {
                    Some(number) => items.place(number).depth,
                    None => items.depth() + 1,
                };
                blocks.push(whole(BlockKind::ListItem, depth.max(1), if unit.bullet { unit.body } else { unit.start }));
            }
            Part::Contents => blocks.push(whole(BlockKind::ContentsEntry, 0, unit.start)),
            Part::Paragraph => blocks.push(whole(BlockKind::Paragraph, 0, unit.start)),
        }
    }
    blocks
}

/// What follows a heading in its own unit becomes a paragraph.
fn rest(text: &str, from: usize, end: usize, blocks: &mut Vec<Block>) {
    let words = text.get(from..end).unwrap_or_default();
    if !words.trim().is_empty() {
        let start = from + (words.len() - words.trim_start().len());
        blocks.push(Block { kind: BlockKind::Paragraph, depth: 0, start, content: start, end });
    }
}

fn small(depth: usize, limit: u8) -> u8 {
    u8::try_from(depth).unwrap_or(limit).min(limit)
}
