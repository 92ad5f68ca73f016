//! Numbered units judged by groups of siblings: where most of a group read like titles, they are headings.
//!
//! In: units. Out: parts. Deliberately absent: units without a number.

use super::levels::Levels;
use super::lines::Unit;
use super::number::{Number, Scheme, is_han};
use super::shape::{self, Shape};
use super::{Part, set};

/// Takes numbers away that only look like some: `12 Jalan ...` in no run of bare numbers, and `Section 2 applies`, which goes on as a
/// sentence.
pub(super) fn doubted(text: &str, mut units: Vec<Unit>) -> Vec<Unit> {
    let values: Vec<(usize, u32)> = units
        .iter()
        .enumerate()
        .filter_map(|(at, unit)| {
            unit.number.as_ref().filter(|number| number.scheme == Scheme::Dotted(1)).map(|number| (at, number.value()))
        })
        .collect();
    let mut last = 0;
    let mut rest = values.iter().peekable();
    while let Some((at, value)) = rest.next() {
        let next = rest.peek().map(|(_, value)| *value);
        let follows = if *value == 1 { next == Some(2) } else { *value == last + 1 };
        let Some(unit) = units.get_mut(*at) else { continue };
        if unit.number.as_ref().is_some_and(|number| !number.marked) && !follows {
            (unit.number, unit.body) = (None, unit.start);
        } else {
            last = *value;
        }
    }
    for unit in &mut units {
        let Some(number) = unit.number.as_ref().filter(|number| matches!(number.scheme, Scheme::Word(_))) else { continue };
        let printed = text.get(unit.start..unit.start + number.len).unwrap_or_default();
        let words = text.get(unit.body..unit.end).unwrap_or_default();
        if printed.ends_with(char::is_alphanumeric) && shape::shape(words) == Shape::Clause && words.starts_with(char::is_lowercase) {
            (unit.number, unit.body) = (None, unit.start);
        }
    }
    units
}

/// Decides the numbered units by groups of siblings.
pub(super) fn judge(text: &str, units: &[Unit]) -> Vec<Part> {
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
        Siblings { text, units, shapes: &shapes, groups: &groups, places: group }.judge(&mut parts);
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
    text: &'a str,
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
        let stopped = self.places.iter().filter(|at| matches!(self.shape(**at), Shape::Stopped(_))).count();
        let labeled = self.places.iter().filter(|at| matches!(self.shape(**at), Shape::Label(_))).count();
        let headed = stopped + labeled + titled;
        let main = self.scheme().is_some_and(Scheme::is_main);
        let titles = main || self.is_led(titled) || (stopped > 1 && headed * 2 > self.places.len());
        let inline = self.places.iter().any(|at| self.units.get(*at).is_some_and(|unit| unit.inline && unit.title_end.is_some()));
        // A title cut out by sense has stronger grounds than a colon: a third of its siblings is enough.
        let enough = (labeled + titled) * 2 > self.places.len() || (inline && (labeled + titled) * 3 >= self.places.len());
        for at in self.places {
            let Some(unit) = self.units.get(*at) else { continue };
            let heading = match self.shape(*at) {
                Shape::Title if titles && (main || self.has_body(*at) || titled * 2 > self.places.len()) => Some(unit.end),
                Shape::Title if unit.inline => Some(unit.end),
                Shape::Label(len) if titles || enough || (unit.inline && self.places.len() <= labeled + 1) => Some(unit.body + len),
                // A full stop behind a few words says little: siblings must agree.
                Shape::Stopped(len) if headed > 1 && (headed * 2 > self.places.len() && stopped > 1 || self.agrees(unit, headed)) => {
                    Some(unit.body + len)
                }
                _ => None,
            };
            if let Some(end) = heading {
                set(parts, *at, Part::Heading(end));
            }
        }
    }

    /// In Chinese, where titles and sentences differ more, half of the siblings are enough.
    fn agrees(&self, unit: &Unit, headed: usize) -> bool {
        headed * 2 >= self.places.len() && self.text.get(unit.body..).is_some_and(|words| words.starts_with(is_han))
    }

    fn shape(&self, at: usize) -> Shape {
        self.shapes.get(at).copied().unwrap_or(Shape::Clause)
    }

    fn first(&self) -> Option<&Number> {
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
