//! A data file with names and with groups of words around them.
//!
//! In: a TOML file with lists and a table `name`. Out: which names and groups a sentence holds. Deliberately absent: what follows from it.

use std::ops::Range;

use toml_edit::{DocumentMut, Item};

use crate::terms::{self, Named, Script, Terms};

/// Names and groups over two automata.
pub(super) struct Table {
    names: Named,
    groups: Vec<&'static str>,
    words: Terms,
}

/// What a sentence holds.
pub(super) struct Read<'a> {
    /// Ids, each once, with the bytes of the sentence.
    pub(super) names: Vec<(&'a str, Range<usize>)>,
    groups: Vec<&'static str>,
}

impl Read<'_> {
    /// Whether the sentence holds a group.
    pub(super) fn has(&self, group: &str) -> bool {
        self.groups.contains(&group)
    }
}

impl Table {
    /// The table of a shipped file; nothing where the file is broken, which a test rules out.
    pub(super) fn parse(file: &str, groups: &[&'static str]) -> Option<Self> {
        let file = file.parse::<DocumentMut>().ok()?;
        let names = Named::parse(file.get("name").and_then(Item::as_table)?)?;
        let words = Terms::new(groups.iter().map(|group| terms::strings(file.as_table(), group)), Script::shipped())?;
        Some(Self { names, groups: groups.to_vec(), words })
    }

    /// Reads a sentence.
    pub(super) fn read(&self, sentence: &str) -> Read<'_> {
        let folded = self.names.fold(sentence);
        let groups = self.words.groups(&self.words.see(&folded.text)).into_iter().filter_map(|one| self.groups.get(one.group).copied());
        Read { names: self.names.find(&folded), groups: groups.collect() }
    }
}
