//! The stretches of a section's body that stand for functions of their own.
//!
//! In: the sentences below a heading. Out: stretches with a title each, from a label, a condition or a purpose. Deliberately absent: kinds and data.

use std::ops::Range;

use super::condition::{self, Opening};
use super::functions::{Finder, key};
use super::kind::Start;
use super::page::{Opens, Sentence, depth, fold};
use super::words::{Group, Groups};
use crate::outline::number;

/// A stretch of sentences that may describe a function.
pub(super) struct Stretch {
    pub(super) title: Option<String>,
    pub(super) start: Start,
    pub(super) sentences: Range<usize>,
}

impl Finder<'_> {
    /// The stretches of a body that stand for functions of their own.
    pub(super) fn stretches(&self, title: Option<String>, place: usize, body: &[Sentence], leaf: bool) -> Vec<Stretch> {
        let number = self.page.reading.headings().get(place).map_or(0, |heading| depth(self.page.words(&(heading.start..heading.end))));
        let titled = title.as_deref().map(key);
        let mut list = vec![Stretch { title, start: Start::Heading, sentences: 0..0 }];
        let mut in_item = false;
        let labels = self.scopes.get(place).is_none_or(|scoped| scoped.is_root || !scoped.groups.has(Group::Source));
        let item_place = if labels { Place::Item } else { Place::Clause };
        // One label may be a remark; several are how the section is built.
        let labeled = body.iter().filter(|sentence| sentence.opens == Opens::Paragraph && self.labels(sentence)).count() > 1;
        for (at, sentence) in body.iter().enumerate() {
            let item = matches!(sentence.opens, Opens::Item(_));
            in_item = item || in_item && sentence.opens == Opens::Nothing;
            let opens = match (&titled, item) {
                (_, true) if list.last().is_some_and(|last| holds(last, body, sentence)) => None,
                (known, true) => {
                    self.opens(body, at, item_place).filter(|(title, _)| known.as_ref().is_none_or(|known| is_other(title, known)))
                }
                // The first words under a title are its own; a section with headings below it says the rest there.
                (_, false) if labeled && sentence.opens == Opens::Paragraph && self.labels(sentence) => self.opens(body, at, Place::Item),
                (Some(known), false) if at > 0 && leaf && !in_item => {
                    let label = list.last().filter(|last| last.start == Start::Label).and_then(|last| last.title.as_deref()).map(key);
                    let other = |title: &str| is_other(title, known) && label.as_ref().is_none_or(|label| is_other(title, label));
                    self.opens(body, at, Place::Prose).filter(|(title, _)| other(title))
                }
                (None, false) if !in_item => self.opens(body, at, Place::Paragraph),
                _ => None,
            };
            let outside = matches!(sentence.opens, Opens::Item(count) if count > 1 && count <= number);
            let closes = list.last().is_some_and(|last| last.title.is_some() && (last.start != Start::Heading || titled.is_none()));
            if let Some((title, start)) = opens {
                list.push(Stretch { title: Some(title), start, sentences: at..at });
            } else if outside
                || closes
                    && (item && !list.last().is_some_and(|last| holds(last, body, sentence))
                        || titled.is_none() && sentence.opens == Opens::Paragraph)
            {
                list.push(Stretch { title: None, start: Start::Heading, sentences: at..at });
            }
            if let Some(last) = list.last_mut() {
                last.sentences.end = at + 1;
            }
        }
        list
    }

    /// Whether a sentence opens with a label that names something else than data.
    fn labels(&self, sentence: &Sentence) -> bool {
        let words = self.page.words(&sentence.span);
        let label = words.find([':', '：']).and_then(|_| self.label(words));
        label.is_some_and(|label| !names_data(&label))
    }

    /// The title of a function that a sentence opens: one for which data is taken there or in the next sentence.
    fn opens(&self, body: &[Sentence], at: usize, place: Place) -> Option<(String, Start)> {
        let sentence = body.get(at)?;
        let next = body.get(at + 1).filter(|next| next.opens == Opens::Nothing).map_or(Groups::default(), |next| next.groups);
        let below =
            body.get(at + 1).filter(|next| place == Place::Item && is_below(sentence, next)).map_or(Groups::default(), |next| next.groups);
        let next = next.with(below);
        let takes = |groups: Groups| {
            (groups.has(Group::Take) || groups.has(Group::Give)) && (groups.has(Group::Data) || groups.has(Group::Permission))
        };
        if sentence.groups.has(Group::NotTaken) || !takes(sentence.groups) && !takes(next) {
            return None;
        }
        let words = self.page.words(&sentence.span);
        // A bare title leads to what follows; otherwise it is a member of a list.
        let leads = words.contains([':', '：']) || next != Groups::default();
        let label = (place == Place::Item && leads).then(|| self.label(words)).flatten();
        if let Some(label) = label.filter(|label| !names_data(label)) {
            return Some((label, Start::Label));
        }
        let titled = condition::title(words, self.page.lexicon, &self.names)?;
        if super::scope::kind_in(self.title_groups(&titled.title)).is_some() {
            return None;
        }
        let short = !titled.title.contains(' ') && titled.title.is_ascii();
        let fits = match place {
            Place::Item | Place::Clause => titled.opening == Opening::Condition || !self.title_groups(&titled.title).has(Group::Side),
            Place::Paragraph => titled.opening == Opening::Condition,
            Place::Prose => titled.opening == Opening::Condition && !short && !sentence.groups.has(Group::More),
        };
        fits.then_some((titled.title, Start::Clause(sentence.groups)))
    }

    /// The label that a clause opens with, without its number; one that only says how data is collected is none.
    pub(super) fn label(&self, words: &str) -> Option<String> {
        let len = number::parse(words).map_or(0, |number| number.len);
        let words = words.get(len..)?.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !"（(【「“".contains(letter));
        if let Some(title) = twice(words) {
            return Some(title);
        }
        // A label ends at its colon, or is all there is before the next sentence.
        let end = words.find([':', '：']).or_else(|| words.strip_suffix(['。', '.']).map(str::len)).unwrap_or(words.len());
        let label = words.get(..end)?.trim();
        let listed = label.matches('、').count() > 3;
        let short = label.chars().count() <= 40 && label.split_whitespace().count() <= 7 && !label.contains([',', '，', '。']) && !listed;
        let groups = self.title_groups(label);
        let empty = groups.has(Group::Source)
            || groups.has(Group::Collect)
            || groups.has(Group::Other)
            || condition::is_empty(label, self.page.lexicon);
        (short && label.chars().count() > 1 && !empty).then(|| fold(label))
    }
}

/// Whether a label names data and no function.
fn names_data(label: &str) -> bool {
    let last = label.split(' ').next_back().unwrap_or_default().to_lowercase();
    let data = ["信息", "数据", "资料", "資料", "資訊", "记录", "紀錄"].iter().any(|noun| label.ends_with(noun));
    data || ["information", "data", "maklumat", "logs"].contains(&last.as_str())
}

/// Where a sentence stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Place {
    /// First in a list item.
    Item,
    /// First in a list item, where labels name data and no functions.
    Clause,
    /// In a paragraph of a section without a title of its own.
    Paragraph,
    /// In a paragraph under a title.
    Prose,
}

/// Whether a clause stands below another by its printed number.
fn is_below(above: &Sentence, below: &Sentence) -> bool {
    matches!((above.opens, below.opens), (Opens::Item(above), Opens::Item(below)) if above > 0 && below > above)
}

/// Whether a labeled clause holds the clause that a sentence opens.
fn holds(stretch: &Stretch, body: &[Sentence], sentence: &Sentence) -> bool {
    stretch.start == Start::Label && body.get(stretch.sentences.start).is_some_and(|first| is_below(first, sentence))
}

/// Whether a title names something else than the heading, by their keys.
fn is_other(title: &str, heading: &str) -> bool {
    let title = key(title);
    !heading.contains(&title) && !title.contains(heading)
}

/// A label that was printed twice because what parted it from its sentence is lost.
fn twice(words: &str) -> Option<String> {
    let ends = words.char_indices().map(|(at, _)| at).skip(4).take(16);
    ends.filter_map(|end| words.split_at_checked(end)).find(|(label, rest)| rest.starts_with(label)).map(|(label, _)| label.to_owned())
}
