//! Mentions: which hits of the lexicon name data where they stand, and from where to where.
//!
//! In: the folded text of one block. Out: sensitive and ordinary data items in text order, none overlapping. A term that also means other
//! things counts only with a head noun, an owner or other data beside it. Deliberately absent: which lists a site follows, authors' words.

use countersign_core::Category;

use super::beside::{ending, ends_with_one, starts_with_one};
use super::borders;
use super::lexicon::{Hit, Lexicon, Meaning, Strength, Term};

/// A data item; offsets are those of the folded text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Mention {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the bare term ends, before head nouns.
    pub(super) core: usize,
    /// Whether a head noun says that it is data.
    pub(super) is_headed: bool,
    /// `None`: data that is not sensitive here.
    pub(super) term: Option<Term>,
}

impl Mention {
    fn new(hit: &Hit, term: Option<Term>) -> Self {
        Self { start: hit.start, end: hit.end, core: hit.end, is_headed: false, term }
    }

    /// Whether it names data with nothing beside it.
    pub(super) fn is_firm(&self) -> bool {
        self.term.is_none_or(|term| term.strength == Strength::Alone) || self.is_headed
    }
}

/// The data items of a folded block; `counts` says which terms are sensitive here.
pub(super) fn mentions(lexicon: &Lexicon, folded: &str, counts: impl Fn(Term) -> bool) -> Vec<Mention> {
    let mut found = items(&lexicon.hits(folded), counts);
    borders::extend(lexicon, folded, &mut found);
    let found = standing(lexicon, folded, found);
    borders::share_heads(lexicon, folded, found)
}

/// The longest hits: those that name data wherever they stand, then weak terms and ordinary data in what is left.
fn items(hits: &[Hit], counts: impl Fn(Term) -> bool) -> Vec<Mention> {
    let sensitive = |hit: &Hit| match hit.meaning {
        Meaning::Sensitive(term) if counts(term) => Some(term),
        _ => None,
    };
    let leads = |hit: &&Hit| hit.meaning == Meaning::Denied || sensitive(hit).is_some_and(|term| term.strength == Strength::Alone);
    let first = leftmost(hits.iter().filter(leads));
    let mut free = 0;
    let rest = leftmost(hits.iter().filter(|hit| !leads(hit)).filter(|hit| {
        while first.get(free).is_some_and(|other| other.end <= hit.start) {
            free += 1;
        }
        first.get(free).is_none_or(|other| !other.overlaps(hit))
    }));
    let mut all: Vec<Mention> =
        first.into_iter().chain(rest).filter(|hit| hit.meaning != Meaning::Denied).map(|hit| Mention::new(hit, sensitive(hit))).collect();
    all.sort_by_key(|item| item.start);
    all
}

fn leftmost<'a>(hits: impl Iterator<Item = &'a Hit>) -> Vec<&'a Hit> {
    let mut kept: Vec<&Hit> = Vec::new();
    for hit in hits {
        if kept.last().is_none_or(|last| last.end <= hit.start) {
            kept.push(hit);
        }
    }
    kept
}

/// The items that name data where they stand.
fn standing(lexicon: &Lexicon, folded: &str, mut items: Vec<Mention>) -> Vec<Mention> {
    items.retain(|item| !is_out_of_context(lexicon, folded, item));
    for item in items.iter_mut().filter(|item| !item.is_firm()) {
        announce(lexicon, folded, item);
    }
    let mut near: Vec<Near> = items
        .iter()
        .map(|item| {
            let data = item.is_firm() || is_supported(lexicon, folded, item);
            Near { stands: data, data, sensitive: data && item.term.is_some() }
        })
        .collect();
    let joined: Vec<bool> = joints(lexicon, folded, &items);
    if is_list(folded, &items, &joined) {
        for (near, item) in near.iter_mut().zip(&items) {
            near.stands |= item.term.is_none_or(|term| term.strength < Strength::Among);
        }
    }
    // What stands at one end of a list supports the whole, so the list is read from both ends.
    for place in 0..joined.len() {
        pass_on(&mut near, &joined, place, place + 1, place);
    }
    for place in (0..joined.len()).rev() {
        pass_on(&mut near, &joined, place + 1, place, place);
    }
    let mut near = near.into_iter();
    items.retain(|item| {
        let Some(near) = near.next() else { return false };
        let listed = item.term.is_some_and(|term| if term.strength == Strength::Among { near.sensitive } else { near.data });
        near.stands || listed && !is_compound(lexicon, folded, item)
    });
    items
}

/// Whether each item and the next are members of one list.
fn joints(lexicon: &Lexicon, folded: &str, items: &[Mention]) -> Vec<bool> {
    let joined = |pair: &[Mention]| match pair {
        [one, other] => folded.get(one.end..other.start).is_some_and(|gap| lexicon.is_joint(gap)),
        _ => false,
    };
    items.windows(2).map(joined).collect()
}

/// Whether the block is nothing but a list of items, as a list item "race and religion" is.
fn is_list(folded: &str, items: &[Mention], joined: &[bool]) -> bool {
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return false };
    let bare = |text: Option<&str>| text.is_some_and(|text| !text.contains(char::is_alphabetic));
    bare(folded.get(..first.start)) && bare(folded.get(last.end..)) && joined.iter().all(|joined| *joined)
}

/// What an item is, and what stands in the same list.
#[derive(Clone, Copy)]
struct Near {
    stands: bool,
    data: bool,
    sensitive: bool,
}

fn pass_on(near: &mut [Near], joined: &[bool], from: usize, to: usize, joint: usize) {
    if joined.get(joint).copied().unwrap_or(false)
        && let Some(source) = near.get(from).copied()
        && let Some(target) = near.get_mut(to)
    {
        target.data |= source.data;
        target.sensitive |= source.sensitive;
    }
}

/// Whether the words beside an item say that it is no data.
fn is_out_of_context(lexicon: &Lexicon, folded: &str, item: &Mention) -> bool {
    let Some(term) = item.term else { return false };
    let (before, behind) = around(folded, item);
    let meant = |categories: &[Category]| categories.is_empty() || categories.contains(&term.category);
    let contexts = lexicon.beside(term.tongue).contexts.iter().filter(|context| meant(&context.categories));
    contexts.into_iter().any(|context| ends_with_one(before, &context.before) || starts_with_one(behind, &context.behind))
}

/// Whether a weak term is part of the name of something else.
fn is_compound(lexicon: &Lexicon, folded: &str, item: &Mention) -> bool {
    item.term.is_some_and(|term| starts_with_one(around(folded, item).1, &lexicon.beside(term.tongue).not_behind))
}

/// Takes in the words that announce a weak term as data, which are its head noun: "information related to those transactions".
fn announce(lexicon: &Lexicon, folded: &str, item: &mut Mention) {
    let Some(term) = item.term.filter(|_| !is_supported(lexicon, folded, item) && !is_compound(lexicon, folded, item)) else { return };
    let beside = lexicon.beside(term.tongue);
    let before = around(folded, item).0;
    let before = ending(before, &beside.articles).and_then(|article| before.get(..article)).unwrap_or(before);
    if let Some(start) = ending(before, &beside.announcers) {
        (item.start, item.is_headed) = (start, true);
    }
}

/// Whether the words beside a weak term make it the name of data.
fn is_supported(lexicon: &Lexicon, folded: &str, item: &Mention) -> bool {
    let Some(term) = item.term else { return true };
    if is_compound(lexicon, folded, item) {
        return false;
    }
    let (before, behind) = around(folded, item);
    let beside = lexicon.beside(term.tongue);
    let owned =
        term.strength == Strength::Owned && (ends_with_one(before, &beside.owners) || starts_with_one(behind, &beside.owners_behind));
    owned || term.strength <= Strength::Listed && is_whole(before, behind)
}

fn around<'a>(folded: &'a str, item: &Mention) -> (&'a str, &'a str) {
    (folded.get(..item.start).unwrap_or_default(), folded.get(item.end..).unwrap_or_default())
}

/// Whether nothing but marks and numbers stands around it in its cell or list item.
fn is_whole(before: &str, behind: &str) -> bool {
    let is_bare =
        |letters: &mut dyn Iterator<Item = char>| letters.take_while(|letter| *letter != '\t').all(|letter| !letter.is_alphabetic());
    is_bare(&mut before.chars().rev()) && is_bare(&mut behind.chars())
}
