//! Links inside one policy: references to its own sections, terms to their definitions, printed contents entries to the headings.
//!
//! In: a reading and its sensitive marks. Out: links in text order that fit the document, and every reference with what became of it.
//! References to laws and to other documents are no links. Deliberately absent: how links look.

mod contents;
mod evidence;
mod mention;
mod places;
mod printed;
mod quoted;
mod reference;
mod term;
mod title;

use countersign_core::{Link, LinkTarget, Mark};

pub use reference::{Outcome, Reference, references};

use crate::read::Reading;
use places::Places;

/// Every link of a reading, in text order, apart from each other and crossing no mark.
#[must_use]
pub fn links(reading: &Reading, marks: &[Mark]) -> Vec<Link> {
    let places = Places::new(reading);
    let mut links = contents::links(reading, &places);
    let terms = term::terms(reading);
    links.extend(reference::find(reading, &places, &terms).into_iter().map(|found| link(&found)));
    links.sort_by_key(|link| link.start);
    let mut links: Vec<Link> = links.into_iter().filter_map(|link| fit(link, marks)).collect();
    let mentions = mention::links(reading, &terms, &links, marks);
    links.extend(mentions);
    links.sort_by_key(|link| link.start);
    links.dedup_by(|later, earlier| later.start < earlier.end);
    links
}

fn link(found: &Reference) -> Link {
    let target = match found.outcome {
        Outcome::Found(target) => target,
        Outcome::WrongNumber(heading) | Outcome::WrongTitle(heading) => LinkTarget::Doubtful(heading),
        Outcome::NoNumber | Outcome::NoTitle => LinkTarget::Broken,
    };
    Link { start: found.span.start, end: found.span.end, target }
}

/// The marks that a stretch of text touches.
fn touching(marks: &[Mark], start: usize, end: usize) -> &[Mark] {
    let from = marks.partition_point(|mark| mark.end <= start);
    let to = marks.partition_point(|mark| mark.start < end);
    marks.get(from..to).unwrap_or_default()
}

/// Trims a link that crosses the border of a mark; nothing where nothing is left.
fn fit(mut link: Link, marks: &[Mark]) -> Option<Link> {
    for mark in touching(marks, link.start, link.end) {
        if mark.start <= link.start && link.end <= mark.end {
            continue;
        }
        if mark.start < link.start {
            link.start = mark.end;
        } else if link.end < mark.end {
            link.end = mark.start;
        }
    }
    (link.start < link.end).then_some(link)
}
