//! Entries of a printed contents list as links to the headings they announce.
//!
//! In: a reading and its places. Out: one link for each entry that leads somewhere. Printed lists are rarely word for word: an entry finds the
//! heading with its title, else with nearly its title, else with its number and some of its words, else, where the list has as many
//! entries as one level has headings behind it, the heading at its own place among those. Deliberately absent: how lists are recognised.

use countersign_core::{Block, BlockKind, Link, LinkTarget};

use super::places::Places;
use super::title;
use crate::outline::{Number, parse_number};
use crate::read::Reading;

/// The links of every printed contents list.
pub(crate) fn links(reading: &Reading, places: &Places) -> Vec<Link> {
    let mut links = Vec::new();
    let mut from = 0;
    let kinds = |one: &Block, other: &Block| (one.kind == BlockKind::ContentsEntry) == (other.kind == BlockKind::ContentsEntry);
    for list in reading.blocks().chunk_by(kinds) {
        from += list.len();
        if list.first().is_some_and(|block| block.kind == BlockKind::ContentsEntry) {
            links.extend(list_links(reading, places, list, from));
        }
    }
    links
}

/// The links of one list; its last entry stands before the block with this index.
fn list_links(reading: &Reading, places: &Places, list: &[Block], behind: usize) -> Vec<Link> {
    let entries: Vec<Entry<'_>> =
        list.iter().map(|block| Entry::new(reading.text().get(block.content..block.end).unwrap_or_default())).collect();
    let headings = reading.headings();
    let first = headings.partition_point(|section| section.block < behind);
    let mut counts = [0_usize; 7];
    for section in headings.get(first..).unwrap_or_default() {
        if let Some(count) = counts.get_mut(usize::from(section.depth)) {
            *count += 1;
        }
    }
    let level = counts.iter().position(|count| *count == list.len());
    let mut peers = (first + 1..).zip(headings.get(first..).unwrap_or_default());
    let mut peer = || peers.find(|(_, section)| Some(usize::from(section.depth)) == level).map(|(number, _)| number);
    let targets = entries.iter().map(|entry| {
        let peer = peer().filter(|number| entry.could_be(places, *number));
        entry.heading(places, first).or(peer)
    });
    let link = |(block, target): (&Block, Option<usize>)| {
        target.map(|number| Link { start: block.content, end: block.end, target: LinkTarget::Heading(number) })
    };
    list.iter().zip(targets).filter_map(link).collect()
}

/// An entry without bullet, dots and page number.
struct Entry<'a> {
    number: Option<Number>,
    title: &'a str,
}

impl<'a> Entry<'a> {
    fn new(words: &'a str) -> Self {
        let words = words.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !"(（【[第".contains(letter));
        let number = parse_number(words);
        let title = words.get(number.as_ref().map_or(0, |number| number.len)..).unwrap_or_default();
        let bare = title.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter.is_whitespace());
        let paged = bare.len() < title.len() && bare.ends_with(['.', '…', '·', '_', '-']);
        Self { number, title: if paged { bare.trim_end_matches(['.', '…', '·', '_', '-', ' ']) } else { title } }
    }

    /// Whether the printed numbers do not speak against a heading.
    fn could_be(&self, places: &Places, heading: usize) -> bool {
        let place = places.of(LinkTarget::Heading(heading)).and_then(|at| places.get(at));
        match (&self.number, place.and_then(|place| place.number.as_ref())) {
            (Some(one), Some(other)) => one.path == other.path,
            _ => true,
        }
    }

    /// The number of the heading behind the list that the entry names; `first` headings stand before it.
    fn heading(&self, places: &Places, first: usize) -> Option<usize> {
        let number = |at: usize| match places.get(at)?.target {
            LinkTarget::Heading(number) if number > first => Some(number),
            _ => None,
        };
        let same = |at: &&usize| {
            let value = places.get(**at).and_then(|place| place.number.as_ref()).map(Number::value);
            self.number.as_ref().is_some_and(|own| value == Some(own.value()))
        };
        let mut titled = places.titled(self.title, true);
        titled.retain(|at| number(*at).is_some());
        let best = titled.iter().find(same).or(titled.first()).copied();
        let numbered =
            || self.number.as_ref().and_then(|own| places.numbered(own, None)).filter(|at| places.shares(*at, &title::words(self.title)));
        best.or_else(numbered).and_then(number)
    }
}
