//! The outline: which stretches of a text are headings, list items, contents entries and paragraphs.
//!
//! In: plain text. Out: blocks in order that cover every word, and the headings with number, title and depth. The rules weigh how lines read
//! and what stands around them; none names a known text. Deliberately absent: Markdown, whose marks say all this (`read/markdown.rs`).

mod contents;
mod inline;
mod levels;
mod lines;
pub(crate) mod number;
pub(crate) mod numeral;
mod promised;
mod sections;
mod shape;
mod titles;

pub(crate) use lines::{is_ended, width};
pub(crate) use number::{Number, Scheme, is_han, parse as parse_number, printed_len as number_len, word_scheme};
pub use sections::Section;
pub(crate) use sections::sections;
pub(crate) use shape::has_verb;
pub(crate) use titles::{promote, titles};

use std::ops::Range;

use countersign_core::{Block, BlockKind};
use levels::Levels;
use lines::Unit;
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

/// The blocks of a plain text; `titles` are lines that the author set as titles.
pub(crate) fn blocks(text: &str, titles: &[Range<usize>]) -> Vec<Block> {
    let (units, wrapped) = lines::units(text);
    let known = contents::titles(text, &units);
    let units = inline::cut(text, units, &known);
    let mut parts = numbered(text, &units);
    contents::find(text, &units, &mut parts);
    contents::keep_promises(text, &units, &known, &mut parts);
    unnumbered(text, &units, wrapped, &mut parts);
    titles::take(&units, titles, &mut parts);
    title(text, &units, &mut parts);
    assemble(text, &units, &parts)
}

/// Decides the numbered units by groups of siblings.
fn numbered(text: &str, units: &[Unit]) -> Vec<Part> {
    let mut levels = Levels::default();
    let groups: Vec<_> = units.iter().map(|unit| unit.number.as_ref().map(|number| levels.place(number).group)).collect();
    let shapes: Vec<_> = units.iter().map(|unit| unit_shape(text, unit)).collect();
    let mut parts: Vec<_> =
        units.iter().map(|unit| if unit.bullet || unit.number.is_some() { Part::Item } else { Part::Paragraph }).collect();
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
        Siblings { units, shapes: &shapes, groups: &groups, places: group }.judge(&mut parts);
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

/// Numbered units of one scheme under one parent.
struct Siblings<'a> {
    units: &'a [Unit],
    shapes: &'a [Shape],
    groups: &'a [Option<usize>],
    places: &'a [usize],
}

impl Siblings<'_> {
    /// Decides which siblings are headings; the others stay items.
    fn judge(&self, parts: &mut [Part]) {
        if self.is_stray() {
            self.places.iter().for_each(|at| set(parts, *at, Part::Paragraph));
            return;
        }
        let titled = self.places.iter().filter(|at| self.shape(**at) == Shape::Title).count();
        let labeled = self.places.iter().filter(|at| matches!(self.shape(**at), Shape::Label(_))).count();
        let main = self.scheme().is_some_and(Scheme::is_main);
        let titles = main || self.is_led(titled);
        let inline = self.places.iter().any(|at| self.units.get(*at).is_some_and(|unit| unit.inline && unit.title_end.is_some()));
        // A title cut out by sense has stronger grounds than a colon: a third of its siblings is enough.
        let enough = (labeled + titled) * 2 > self.places.len() || (inline && (labeled + titled) * 3 >= self.places.len());
        for at in self.places {
            let Some(unit) = self.units.get(*at) else { continue };
            let heading = match self.shape(*at) {
                Shape::Title if titles && (main || self.has_body(*at) || titled * 2 > self.places.len()) => Some(unit.end),
                Shape::Title if unit.inline => Some(unit.end),
                Shape::Label(len) if titles || enough || (unit.inline && self.places.len() <= labeled + 1) => Some(unit.body + len),
                _ => None,
            };
            if let Some(end) = heading {
                set(parts, *at, Part::Heading(end));
            }
        }
    }

    fn shape(&self, at: usize) -> Shape {
        self.shapes.get(at).copied().unwrap_or(Shape::Clause)
    }

    fn first(&self) -> Option<&number::Number> {
        self.places.first().and_then(|at| self.units.get(*at)).and_then(|unit| unit.number.as_ref())
    }

    fn scheme(&self) -> Option<Scheme> {
        self.first().map(|number| number.scheme)
    }

    /// A lone letter that does not begin a run is an initial or an abbreviation.
    fn is_stray(&self) -> bool {
        let letter = matches!(self.scheme(), Some(Scheme::LetterUpper | Scheme::LetterLower | Scheme::RomanLower));
        letter && self.places.len() == 1 && self.first().is_some_and(|number| number.value() != 1)
    }

    /// Whether something other than a sibling follows.
    fn has_body(&self, at: usize) -> bool {
        let group = |at: usize| self.groups.get(at).copied().flatten();
        self.units.get(at + 1).is_some() && group(at + 1) != group(at)
    }

    /// Whether a title leads to a body of its own; what follows the last of a list may belong to the list's parent.
    fn is_led(&self, titled: usize) -> bool {
        let lone = titled == 1 && matches!(self.scheme(), Some(Scheme::Dotted(2..)));
        let closing = |at: usize| Some(&at) == self.places.last() && self.places.len() > 2 && !lone;
        self.places.iter().any(|at| self.shape(*at) == Shape::Title && self.has_body(*at) && !closing(*at))
    }
}

fn set(parts: &mut [Part], at: usize, part: Part) {
    if let Some(slot) = parts.get_mut(at) {
        *slot = part;
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
        // In wrapped text a short line may be the start of a paragraph, unless the next line is clearly one by itself.
        let apart = unit.after_blank || !wrapped || lines::width(next_words.lines().next().unwrap_or_default()) > 200;
        if alone && body && (bracketed || (next_long && apart && is_bare_title(words))) {
            set(parts, at, Part::Heading(unit.end));
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
    const NAMES: &[&str] =
        &["privacy", "policy", "notice", "statement", "隐私", "隱私", "政策", "声明", "聲明", "privasi", "dasar", "notis", "保护指引"];
    for (at, unit) in units.iter().enumerate().take(8) {
        let words = text.get(unit.start..unit.end).unwrap_or_default();
        let lower = words.to_lowercase();
        let named = NAMES.iter().any(|name| lower.contains(name));
        let open = matches!(parts.get(at), Some(Part::Paragraph)) || parts.get(at) == Some(&Part::Heading(unit.end));
        if matches!(parts.get(at), Some(Part::Heading(_))) && !named || unit.number.is_some() {
            return;
        }
        if open && named && lines::width(words) <= 90 && shape::is_title(words) && !words.contains([':', '：']) {
            set(parts, at, Part::Title);
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
    for (unit, part) in units.iter().zip(parts) {
        let whole = |kind, depth: usize, content| Block { kind, depth: small(depth, u8::MAX), start: unit.start, content, end: unit.end };
        match *part {
            Part::Title => blocks.push(whole(BlockKind::Heading, 1, unit.start)),
            Part::Heading(end) => {
                items.clear();
                let depth = match &unit.number {
                    Some(number) => base + headings.place(number).depth,
                    None => base + headings.depth() + 1,
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
