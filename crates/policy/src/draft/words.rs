//! The words by which functions are found; data in `crates/policy/data/functions`.
//!
//! In: folded text (lower case, simplified characters). Out: which groups of words it holds, by one automaton, and each language's lists for
//! titles. A word begins at the border of a word and may go on, so that "collect" finds "collects". Deliberately absent: what follows from it.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use toml_edit::Document;

use crate::mark::is_spaced_letter;
use crate::terms::automaton;

/// A group of words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Group {
    /// Titles of additional functions.
    Additional,
    /// Titles of core functions.
    Core,
    /// What can be core or additional.
    Function,
    /// Titles of sections on what is collected.
    Collect,
    /// Titles of sections on what data is used for.
    Uses,
    /// Titles of sections that hold no function, even where they speak of collecting.
    Other,
    /// Titles of sections that hold no function unless they speak of collecting.
    Later,
    /// Titles that say how or what data is collected and name no function.
    Source,
    /// Refusing.
    Refuse,
    /// Refusing leaves the rest as it is.
    Spares,
    /// Refusing ends something.
    Stops,
    /// What ends is the function itself.
    Own,
    /// The visitor decides.
    Chooses,
    /// A condition that only those meet who want the function.
    Wants,
    /// Data that is not taken.
    NotTaken,
    /// The site takes data.
    Take,
    /// The visitor gives data.
    Give,
    /// Data that may be left out.
    Optional,
    /// The service as such: accounts, orders, payment, safety.
    Work,
    /// A permission of the device.
    Permission,
    /// Data, in general words.
    Data,
    /// A condition inside a function.
    More,
    /// Purposes that serve the site.
    Side,
    /// What no service depends on.
    Nature,
    /// What is used at will.
    Feature,
    /// Words that speak of the site and to the visitor.
    Speaks,
    /// A function is said to be core or additional.
    States,
    /// Titles of sections on what happens to data later, wherever they stand.
    Passes,
}

/// Groups in the order of the enum, by their key in the data files.
const GROUPS: [(Group, &str); 28] = [
    (Group::Additional, "additional"),
    (Group::Core, "core"),
    (Group::Function, "function"),
    (Group::Collect, "collect"),
    (Group::Uses, "uses"),
    (Group::Other, "other"),
    (Group::Later, "later"),
    (Group::Source, "source"),
    (Group::Refuse, "refuse"),
    (Group::Spares, "spares"),
    (Group::Stops, "stops"),
    (Group::Own, "own"),
    (Group::Chooses, "chooses"),
    (Group::Wants, "wants"),
    (Group::NotTaken, "not_taken"),
    (Group::Take, "take"),
    (Group::Give, "give"),
    (Group::Optional, "optional"),
    (Group::Work, "work"),
    (Group::Permission, "permission"),
    (Group::Data, "data"),
    (Group::More, "more"),
    (Group::Side, "side"),
    (Group::Nature, "nature"),
    (Group::Feature, "feature"),
    (Group::Speaks, "speaks"),
    (Group::States, "states"),
    (Group::Passes, "passes"),
];

/// A set of groups.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Groups(u32);

impl Groups {
    /// Whether a group is in the set.
    pub(super) fn has(self, group: Group) -> bool {
        self.0 & (1 << group as u32) != 0
    }

    /// The set without a group.
    pub(super) fn without(self, group: Group) -> Self {
        Self(self.0 & !(1 << group as u32))
    }

    /// Both sets together.
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One language's lists for making a title of a condition.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Open a condition.
    pub(super) openers: Vec<String>,
    /// Open a purpose.
    pub(super) purposes: Vec<String>,
    /// Close either.
    pub(super) closers: Vec<String>,
    /// Behind a comma, the verbs that make the words between them a new clause.
    pub(super) verbs: Vec<String>,
    /// Taken off the start.
    pub(super) leads: Vec<String>,
    /// Taken off the end.
    pub(super) trails: Vec<String>,
    /// Taken out anywhere.
    pub(super) inner: Vec<String>,
    /// The title stands before these words (spaced scripts) or behind them (Chinese).
    pub(super) cuts: Vec<String>,
    /// Behind the data, open the purpose for which they are taken.
    pub(super) ends: Vec<String>,
    /// Stand between a kind and the list of its functions.
    pub(super) links: Vec<String>,
    /// Before a numeral, only count functions.
    pub(super) counted: Vec<String>,
    /// Name no function of their own.
    pub(super) generic: Vec<String>,
    /// Begin conditions that are none of a function.
    pub(super) generic_verbs: Vec<String>,
}

/// All words of all languages.
pub(super) struct Words {
    automaton: AhoCorasick,
    groups: Vec<Group>,
    lists: [Lists; 3],
}

static WORDS: LazyLock<Words> = LazyLock::new(Words::shipped);

/// The words that ship.
pub(super) fn words() -> &'static Words {
    &WORDS
}

impl Words {
    #[expect(clippy::expect_used, reason = "the data are part of this crate, and a test reads them")]
    fn shipped() -> Self {
        const FILES: [&str; 3] = [
            include_str!("../../data/functions/en.toml"),
            include_str!("../../data/functions/ms.toml"),
            include_str!("../../data/functions/zh.toml"),
        ];
        let files = FILES.map(|file| Document::parse(file).expect("the words are TOML"));
        let list = |place: usize, key: &str| -> Vec<String> {
            let array = files.get(place).and_then(|file| file.get(key)?.as_array());
            array.into_iter().flatten().filter_map(|word| Some(word.as_str()?.to_lowercase())).collect()
        };
        let all: Vec<(String, Group)> = (0..3)
            .flat_map(|place| GROUPS.map(|(group, key)| (list(place, key), group)))
            .flat_map(|(words, group)| words.into_iter().map(move |word| (word, group)))
            .collect();
        let lists = [0, 1, 2].map(|place| Lists {
            openers: list(place, "openers"),
            purposes: list(place, "purposes"),
            closers: list(place, "closers"),
            verbs: list(place, "verbs"),
            leads: list(place, "leads"),
            trails: list(place, "trails"),
            inner: list(place, "inner"),
            cuts: list(place, "cuts"),
            ends: list(place, "ends"),
            links: list(place, "links"),
            counted: list(place, "counted"),
            generic: list(place, "generic"),
            generic_verbs: list(place, "generic_verbs"),
        });
        let (all, groups): (Vec<String>, Vec<Group>) = all.into_iter().unzip();
        Self { automaton: automaton(&all).expect("the words fit one automaton"), groups, lists }
    }

    /// The groups whose words stand in folded text.
    pub(super) fn groups(&self, folded: &str) -> Groups {
        let mut set = Groups::default();
        for found in self.automaton.find_overlapping_iter(folded) {
            let Some(group) = self.groups.get(found.pattern().as_usize()) else { continue };
            let starts = folded.get(found.start()..).and_then(|rest| rest.chars().next()).is_some_and(is_spaced_letter);
            let inside = folded.get(..found.start()).and_then(|before| before.chars().next_back()).is_some_and(is_spaced_letter);
            if !(starts && inside) {
                set = set.with(Groups(1 << *group as u32));
            }
        }
        set
    }

    /// The lists for text without and with Han characters; the former are tried in order.
    pub(super) fn lists(&self, han: bool) -> &[Lists] {
        let (spaced, chinese) = self.lists.split_at(2);
        if han { chinese } else { spaced }
    }
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, Group, words};

    #[test]
    fn every_list_has_words() {
        for (place, (group, key)) in GROUPS.into_iter().enumerate() {
            assert_eq!(group as usize, place, "{key}");
            assert!(words().groups.contains(&group), "{key}");
        }
        for lists in words().lists(false).iter().chain(words().lists(true)) {
            assert!(!lists.openers.is_empty() && !lists.purposes.is_empty() && !lists.closers.is_empty() && !lists.leads.is_empty());
        }
    }

    #[test]
    fn words_begin_at_borders() {
        let check = |text: &str, group: Group, expected: bool| assert_eq!(words().groups(text).has(group), expected, "{text}");
        check("we collects it", Group::Take, true);
        check("a recollection", Group::Take, false);
        check("我们收集姓名", Group::Take, true);
        check("kami akan mengumpul data", Group::Take, true);
        check("it will not affect the rest", Group::Spares, true);
    }
}
