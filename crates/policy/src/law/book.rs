//! The book: what laws ask, and what a sentence can say, from the data files.
//!
//! In: `data/laws.toml` and `data/statements.toml`. Out: rules and statements. Deliberately absent: judgment.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use toml_edit::{DocumentMut, Item, Table};

use super::{LawRef, Regime, Weight};
use crate::terms::{self, Script, Terms};
use crate::topic::Topic;

/// All rules and statements.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) rules: Vec<Rule>,
    pub(super) statements: BTreeMap<String, usize>,
    pub(super) terms: Terms,
}

/// How a rule is judged.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    /// It fires where nothing says what it needs.
    Missing,
    /// It fires where something says what it names.
    Says,
    /// Code finds it.
    Computed,
}

/// One rule.
#[derive(Debug)]
pub struct Rule {
    pub(super) code: String,
    pub(super) kind: Kind,
    weight: Weight,
    lighter: BTreeMap<Regime, Weight>,
    pub(super) needs: Vec<String>,
    pub(super) when: Vec<String>,
    pub(super) silences: Vec<String>,
    pub(super) topics: Vec<Topic>,
    pub(super) message: String,
    pub(super) remedy: String,
    laws: Vec<LawRef>,
}

impl Rule {
    /// The stable code, such as `CS-L012`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What it finds wrong, in general; `{list}` stands for what differs from text to text.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to write.
    #[must_use]
    pub fn remedy(&self) -> &str {
        &self.remedy
    }

    /// How much it weighs at most.
    #[must_use]
    pub const fn weight(&self) -> Weight {
        self.weight
    }

    /// The texts of law it rests on; none where it is about the text itself.
    #[must_use]
    pub fn laws(&self) -> &[LawRef] {
        &self.laws
    }

    /// How much it weighs under some regimes, if it belongs to any of them.
    pub(super) fn weight_under(&self, regimes: &[Regime]) -> Option<Weight> {
        if self.laws.is_empty() {
            return Some(self.weight);
        }
        let chosen = self.laws.iter().filter(|law| regimes.contains(&law.regime));
        chosen.map(|law| self.lighter.get(&law.regime).copied().unwrap_or(self.weight)).min()
    }
}

/// The book that ships.
pub(super) static BOOK: LazyLock<Option<Book>> =
    LazyLock::new(|| Book::parse(include_str!("../../data/laws.toml"), include_str!("../../data/statements.toml")));

impl Book {
    fn parse(laws: &str, statements: &str) -> Option<Self> {
        let statements = statements.parse::<DocumentMut>().ok()?;
        let tables: Vec<_> = statements.get("statement").and_then(Item::as_array_of_tables)?.iter().collect();
        let names = tables.iter().enumerate().map(|(place, table)| Some((table.get("id")?.as_str()?.to_owned(), place)));
        let names = names.collect::<Option<BTreeMap<_, _>>>()?;
        let terms = Terms::new(tables.iter().map(|table| terms::strings(*table, "words")), Script::shipped())?;
        let laws = laws.parse::<DocumentMut>().ok()?;
        let rules = laws.get("rule").and_then(Item::as_array_of_tables)?.iter().map(rule).collect::<Option<Vec<_>>>()?;
        Some(Self { rules, statements: names, terms })
    }

    /// The statements that words make by themselves.
    pub(super) fn statements_of(&self, words: &str) -> Vec<usize> {
        let seen = self.terms.see(&self.terms.fold(words).text);
        self.terms.groups(&seen).iter().map(|sighting| sighting.group).collect()
    }

    /// The rule of a code.
    pub(super) fn rule(&self, code: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.code == code)
    }
}

fn rule(table: &Table) -> Option<Rule> {
    let text = |key: &str| table.get(key)?.as_str().map(str::to_owned);
    let list = |key: &str| terms::strings(table, key).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let kind = match text("kind")?.as_str() {
        "missing" => Kind::Missing,
        "says" => Kind::Says,
        "computed" => Kind::Computed,
        _ => return None,
    };
    let pairs = |key: &str| -> Vec<(String, String)> {
        let rows = table.get(key).and_then(Item::as_table_like).into_iter().flat_map(toml_edit::TableLike::iter);
        rows.filter_map(|(key, value)| Some((key.to_owned(), value.as_str()?.to_owned()))).collect()
    };
    let lighter = pairs("lighter").into_iter().map(|(regime, weight)| Some((Regime::from_name(&regime)?, Weight::from_name(&weight)?)));
    let laws = pairs("laws").into_iter().map(|(regime, article)| Some(LawRef { regime: Regime::from_name(&regime)?, article }));
    Some(Rule {
        code: text("code")?,
        kind,
        weight: Weight::from_name(&text("severity")?)?,
        lighter: lighter.collect::<Option<_>>()?,
        needs: list("needs"),
        when: list("when"),
        silences: list("silences"),
        topics: list("topics").iter().map(|name| Topic::from_name(name)).collect::<Option<_>>()?,
        message: text("message")?,
        remedy: text("remedy")?,
        laws: laws.collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BOOK, Kind};

    #[test]
    fn the_shipped_book_is_whole() {
        let book = BOOK.as_ref().unwrap();
        let codes: BTreeSet<_> = book.rules.iter().map(|rule| rule.code.as_str()).collect();
        assert_eq!(codes.len(), book.rules.len(), "a code stands twice");
        for rule in &book.rules {
            assert_eq!(rule.laws.is_empty(), rule.code.starts_with("CS-T"), "{}", rule.code);
            assert_eq!(rule.needs.is_empty(), rule.kind == Kind::Computed, "{}", rule.code);
            for name in rule.needs.iter().chain(&rule.when) {
                assert!(name.starts_with("fact:") || book.statements.contains_key(name), "{}: {name}", rule.code);
            }
            assert!(rule.silences.iter().all(|code| codes.contains(code.as_str())), "{}", rule.code);
        }
    }
}
