//! The open elements of HTML, whole or inside Markdown: what their tags say of the words, and whether their words are shown.
//!
//! In: start and end tags in order. Out: what the writer is to know. Deliberately absent: blocks.

use super::tags::Tag;
use super::writer::Writer;

/// The open elements, innermost last.
#[derive(Debug, Default)]
pub(super) struct Elements {
    open: Vec<(String, usize)>,
    /// The element whose content is not shown, and how many of its name are open inside.
    unshown: Option<(String, usize)>,
}

/// Elements that an end tag looks back over; in deeper nesting it ends nothing.
const REACH: usize = 64;
/// Elements whose end tag may be left out.
const OPTIONAL: &[&str] = &["p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "dt", "dd", "option", "colgroup", "rt", "rp"];

impl Elements {
    /// Whether words are out of sight.
    pub(super) fn is_unshown(&self) -> bool {
        self.unshown.is_some()
    }

    /// Takes a start tag in that begins in the file at `at`.
    pub(super) fn start(&mut self, tag: &Tag, at: usize, writer: &mut Writer) {
        if tag.is_void() {
            return;
        }
        if let Some((name, count)) = &mut self.unshown {
            *count += usize::from(*name == tag.name);
            return;
        }
        if tag.is_unshown() {
            self.unshown = Some((tag.name.clone(), 1));
            return;
        }
        let says = tag.says();
        // An element whose end tag may be left out would stay open for ever.
        if matches!(says, Ok(Some(_))) || !OPTIONAL.contains(&tag.name.as_str()) {
            self.open.push((tag.name.clone(), writer.said()));
        }
        match says {
            Ok(Some(say)) => writer.say(say),
            Ok(None) => {}
            Err(value) => writer.misname(at, value),
        }
    }

    /// Takes an end tag in.
    pub(super) fn end(&mut self, name: &str, writer: &mut Writer) {
        if let Some((unshown, count)) = &mut self.unshown {
            *count -= usize::from(unshown == name);
            if *count == 0 {
                self.unshown = None;
            }
            return;
        }
        let place = self.open.iter().rev().take(REACH).position(|(open, _)| open == name);
        if let Some((_, said)) = place.and_then(|place| self.open.drain(self.open.len() - 1 - place..).next()) {
            writer.unsay_to(said);
        }
    }

    /// Ends every element.
    pub(super) fn clear(&mut self, writer: &mut Writer) {
        self.unshown = None;
        if let Some((_, said)) = self.open.drain(..).next() {
            writer.unsay_to(said);
        }
    }
}
