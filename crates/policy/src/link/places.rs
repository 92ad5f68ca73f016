//! Places that a reference can name: headings and numbered clauses, found by number or by title.
//!
//! In: a reading. Out: look-ups that each take a few steps, whatever the length of the text. Deliberately absent: words of references.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::hash::Hash;

use countersign_core::{BlockKind, LinkTarget};

use super::title;
use crate::outline::{Number, Scheme, parse_number};
use crate::read::Reading;

/// The most places of one number or word that are weighed against each other.
const MOST: usize = 64;

/// A heading or numbered clause.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    pub(crate) target: LinkTarget,
    pub(crate) number: Option<Number>,
    block: usize,
    /// The words of a heading behind its number.
    title: Option<&'a str>,
    depth: usize,
    parent: Option<usize>,
}

/// Every place of one text; places are named by their index, in text order.
#[derive(Debug, Default)]
pub(crate) struct Places<'a> {
    list: Vec<Place<'a>>,
    /// Many texts name no title: the look-ups are made for the first that does.
    titles: OnceCell<Titles>,
    /// The block of each heading.
    headings: Vec<usize>,
    /// By the components of a dotted number with more than one.
    dotted: HashMap<Vec<u32>, Vec<usize>>,
    /// By scheme and value, for the schemes that name themselves: `Part I`, `第三条`.
    named: HashMap<(Scheme, u32), Vec<usize>>,
    named_schemes: Vec<Scheme>,
    /// By value, on the outermost level that is numbered.
    top: HashMap<u32, Vec<usize>>,
    /// By parent and value.
    children: HashMap<(Option<usize>, u32), Vec<usize>>,
}

/// Places by their titles.
#[derive(Debug, Default)]
struct Titles {
    keys: HashMap<String, Vec<usize>>,
    stems: HashMap<String, Vec<usize>>,
    /// The words of each place's title.
    words: Vec<Vec<String>>,
}

impl Titles {
    fn new(list: &[Place<'_>]) -> Self {
        let mut titles = Self::default();
        for (at, place) in list.iter().enumerate() {
            let words = place.title.map(title::words).unwrap_or_default();
            let key = place.title.map(title::key).filter(|key| !key.is_empty());
            if let Some(key) = key {
                push(&mut titles.keys, key, at);
            }
            for word in &words {
                push(&mut titles.stems, title::stem(word).to_owned(), at);
            }
            titles.words.push(words);
        }
        titles
    }
}

/// Adds a place unless there are more than are ever weighed.
fn push<K: Eq + Hash>(map: &mut HashMap<K, Vec<usize>>, key: K, at: usize) {
    let list = map.entry(key).or_default();
    if list.len() < MOST {
        list.push(at);
    }
}

impl<'a> Places<'a> {
    /// The places of a reading.
    pub(crate) fn new(reading: &'a Reading) -> Self {
        let mut places = Self::default();
        let mut open: Vec<usize> = Vec::new();
        let mut heading_depth = 0;
        for (index, block) in reading.blocks().iter().enumerate() {
            let words = reading.text().get(block.content..block.end).unwrap_or_default();
            let number = parse_number(words);
            let (depth, target) = match block.kind {
                BlockKind::Heading => {
                    places.headings.push(index);
                    heading_depth = usize::from(block.depth);
                    (heading_depth, LinkTarget::Heading(places.headings.len()))
                }
                BlockKind::ListItem if number.is_some() => (heading_depth + usize::from(block.depth), LinkTarget::Block(index)),
                BlockKind::Paragraph if number.as_ref().is_some_and(|number| number.path.len() > 1) => {
                    (heading_depth + 1, LinkTarget::Block(index))
                }
                _ => continue,
            };
            while open.last().is_some_and(|last| places.list.get(*last).is_none_or(|place| place.depth >= depth)) {
                open.pop();
            }
            let parent = open.last().copied();
            open.push(places.list.len());
            let title = if block.kind == BlockKind::Heading { words.get(number.as_ref().map_or(0, |number| number.len)..) } else { None };
            places.add(Place { target, number, block: index, title, depth, parent });
        }
        places.index_top();
        places
    }

    fn add(&mut self, place: Place<'a>) {
        let at = self.list.len();
        if let Some(number) = &place.number {
            if number.path.len() > 1 {
                push(&mut self.dotted, number.path.clone(), at);
            }
            if matches!(number.scheme, Scheme::Word(_) | Scheme::Ordinal(_)) {
                push(&mut self.named, (number.scheme, number.value()), at);
                if !self.named_schemes.contains(&number.scheme) {
                    self.named_schemes.push(number.scheme);
                }
            }
            push(&mut self.children, (place.parent, number.value()), at);
        }
        self.list.push(place);
    }

    fn titles(&self) -> &Titles {
        self.titles.get_or_init(|| Titles::new(&self.list))
    }

    fn words(&self, at: usize) -> &[String] {
        self.titles().words.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    fn index_top(&mut self) {
        let numbered = || self.list.iter().filter(|place| place.number.is_some());
        let headings = numbered().filter(|place| matches!(place.target, LinkTarget::Heading(_))).map(|place| place.depth).min();
        let Some(depth) = headings.or_else(|| numbered().map(|place| place.depth).min()) else { return };
        for (at, place) in self.list.iter().enumerate().filter(|(_, place)| place.depth == depth) {
            if let Some(number) = place.number.as_ref().filter(|number| number.path.len() == 1) {
                push(&mut self.top, number.value(), at);
            }
        }
    }

    /// The place with this index.
    pub(crate) fn get(&self, at: usize) -> Option<&Place<'a>> {
        self.list.get(at)
    }

    /// The place that a target is.
    pub(crate) fn of(&self, target: LinkTarget) -> Option<usize> {
        let block = match target {
            LinkTarget::Block(index) => index,
            LinkTarget::Heading(number) | LinkTarget::Doubtful(number) => *self.headings.get(number.checked_sub(1)?)?,
            LinkTarget::Broken => return None,
        };
        self.list.binary_search_by_key(&block, |place| place.block).ok()
    }

    /// Whether any place has a number.
    pub(crate) fn is_numbered(&self) -> bool {
        !self.children.is_empty()
    }

    /// The innermost place in which a block stands.
    pub(crate) fn around(&self, block: usize) -> Option<usize> {
        self.list.partition_point(|place| place.block <= block).checked_sub(1)
    }

    /// The places with this title; nearly the same title counts where `near` says so and none has the title exactly.
    pub(crate) fn titled(&self, title: &str, near: bool) -> Vec<usize> {
        let titles = self.titles();
        if let Some(same) = titles.keys.get(&title::key(title)) {
            return same.clone();
        }
        if !near {
            return Vec::new();
        }
        let words = title::words(title);
        let mut found: Vec<usize> = Vec::new();
        // A word that many titles share tells little, unless all words of the title are such.
        for word in words.iter().take(MOST) {
            for at in titles.stems.get(title::stem(word)).into_iter().flatten() {
                if !found.contains(at) && found.len() < MOST && title::alike(&words, self.words(*at)) {
                    found.push(*at);
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// Whether a title holds a third of these words.
    pub(crate) fn shares(&self, at: usize, words: &[String]) -> bool {
        let own = self.words(at);
        words.iter().filter(|word| own.contains(word)).count() * 3 >= words.len().max(1)
    }

    /// The place with this number, as read from a place: the outermost that fits, then the nearest.
    pub(crate) fn numbered(&self, number: &Number, from: Option<usize>) -> Option<usize> {
        if number.path.len() > 1 {
            return self.dotted.get(&number.path).and_then(|same| self.nearest(same, from)).or_else(|| self.stepped(&number.path, from));
        }
        if self.named_schemes.contains(&number.scheme) {
            return self.named.get(&(number.scheme, number.value())).and_then(|same| self.nearest(same, from));
        }
        if number.scheme.is_annex() {
            return None;
        }
        let top = self.top.get(&number.value()).and_then(|same| self.nearest(same, from));
        top.or_else(|| self.nearby(number, from))
    }

    /// `4.2` as the second below the fourth.
    fn stepped(&self, path: &[u32], from: Option<usize>) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        let top = self.top.get(first).and_then(|same| self.nearest(same, from))?;
        rest.iter().try_fold(top, |at, value| self.children.get(&(Some(at), *value))?.first().copied())
    }

    /// The nearest place with this number: below the place itself, then below each of the places around it.
    pub(crate) fn nearby(&self, number: &Number, from: Option<usize>) -> Option<usize> {
        let below = |parent: Option<usize>| {
            let same = self.children.get(&(parent, number.value()))?;
            let styled =
                |at: &&usize| self.get(**at).and_then(|place| place.number.as_ref()).is_some_and(|own| own.scheme == number.scheme);
            same.iter().find(styled).or(same.first()).copied()
        };
        self.line(from).find_map(|at| below(Some(at))).or_else(|| below(None))
    }

    /// The place below another with this number.
    pub(crate) fn below(&self, parent: usize, number: &Number) -> Option<usize> {
        self.children.get(&(Some(parent), number.value()))?.first().copied()
    }

    /// Of several places, the one that shares the most of the line of places around `from`; else the first heading, else the first.
    pub(crate) fn nearest(&self, several: &[usize], from: Option<usize>) -> Option<usize> {
        let parent = |at: &usize| self.get(*at).and_then(|place| place.parent);
        let near = self.line(from).find_map(|around| several.iter().find(|at| parent(at) == Some(around)));
        let heading = || several.iter().find(|at| self.get(**at).is_some_and(|place| matches!(place.target, LinkTarget::Heading(_))));
        near.or_else(heading).or(several.first()).copied()
    }

    /// Whether a place stands below another.
    pub(crate) fn is_under(&self, at: usize, above: usize) -> bool {
        self.line(Some(at)).any(|place| place == above)
    }

    /// A place and the places around it, inside out.
    fn line(&self, from: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(from, |at| self.get(*at).and_then(|place| place.parent))
    }
}
