//! Names of a data file: a table whose keys are ids and whose values are lists of patterns.
//!
//! In: the table, and text. Out: the ids that the text holds, with their bytes. Deliberately absent: what the ids stand for.

use std::ops::Range;

use toml_edit::TableLike;

use super::{Script, Terms, strings};
use crate::mark::Folded;

/// Ids and the patterns that name them.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    ids: Vec<String>,
    terms: Terms,
}

impl Named {
    /// The names of a table; `None` where they are too many for one automaton.
    pub(crate) fn parse(table: &dyn TableLike) -> Option<Self> {
        let ids: Vec<String> = table.iter().map(|(id, _)| id.to_owned()).collect();
        let terms = Terms::new(ids.iter().map(|id| strings(table, id)), Script::shipped())?;
        Some(Self { ids, terms })
    }

    /// Folds text for matching.
    pub(crate) fn fold(&self, text: &str) -> Folded {
        self.terms.fold(text)
    }

    /// The ids that a folded text holds, each once, with the bytes of the text itself.
    pub(crate) fn find<'a>(&'a self, folded: &Folded) -> Vec<(&'a str, Range<usize>)> {
        let seen = self.terms.groups(&self.terms.see(&folded.text)).into_iter();
        seen.filter_map(|one| Some((self.ids.get(one.group)?.as_str(), folded.range(one.start, one.end)))).collect()
    }
}
