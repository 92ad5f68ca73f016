//! Comparing two notices by what is material: which purposes came, went or changed, and in which facts.
//!
//! In: two notices, in any languages. Out: a [`NoticeChange`] that is empty exactly when [`countersign_core::material`] gives both the same
//! fingerprint. Deliberately absent: wording, dates and the policy text.

use std::collections::{BTreeSet, HashMap, HashSet};

use countersign_core::{Basis, Fact, Msg, Notice, Place, Purpose, PurposeId, PurposeKind, Role, Term};

/// What is materially different between two notices.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct NoticeChange {
    /// The purposes that differ, in the order of the new notice, removed ones last.
    pub purposes: Vec<PurposeChange>,
    /// What differs about the notice as a whole.
    pub terms: Vec<TermChange>,
}

/// One purpose that differs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PurposeChange {
    /// Its id.
    pub id: PurposeId,
    /// Its name in the new notice, or in the old one where it was removed.
    pub title: String,
    /// What became of it.
    pub fate: PurposeFate,
    /// What differs; of an added purpose all that it states, of a removed one all that it stated.
    pub facts: Vec<FactChange>,
}

/// What became of a purpose that differs.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PurposeFate {
    /// Only the new notice has it.
    Added,
    /// Only the old notice has it.
    Removed,
    /// Both have it, and some facts differ.
    Changed,
}

impl PurposeFate {
    /// Its stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// One fact of a purpose that differs; values in words of their notice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FactChange {
    /// Which fact.
    pub fact: Fact,
    /// What only the old notice states.
    pub removed: Vec<String>,
    /// What only the new notice states.
    pub added: Vec<String>,
}

/// One fact about the notice as a whole that differs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TermChange {
    /// Which one.
    pub term: Term,
    /// What only the old notice states.
    pub removed: Vec<String>,
    /// What only the new notice states.
    pub added: Vec<String>,
}

impl NoticeChange {
    /// Whether visitors have to be asked again.
    #[must_use]
    pub fn is_material(&self) -> bool {
        !self.purposes.is_empty() || !self.terms.is_empty()
    }
}

/// Compares two notices by what is material.
#[must_use]
pub fn compare_notices(old: &Notice, new: &Notice) -> NoticeChange {
    let before: HashMap<&PurposeId, &Purpose> = old.purposes.iter().map(|purpose| (&purpose.id, purpose)).collect();
    let after: HashSet<&PurposeId> = new.purposes.iter().map(|purpose| &purpose.id).collect();
    let change = |purpose: &Purpose, fate, facts| PurposeChange { id: purpose.id.clone(), title: purpose.title.clone(), fate, facts };
    let mut purposes = Vec::new();
    for purpose in &new.purposes {
        let counterpart = before.get(&purpose.id).copied();
        let facts = fact_changes(counterpart.map(|old_one| (old, old_one)), Some((new, purpose)));
        match counterpart {
            None => purposes.push(change(purpose, PurposeFate::Added, facts)),
            Some(_) if facts.is_empty() => {}
            Some(_) => purposes.push(change(purpose, PurposeFate::Changed, facts)),
        }
    }
    for purpose in old.purposes.iter().filter(|purpose| !after.contains(&purpose.id)) {
        purposes.push(change(purpose, PurposeFate::Removed, fact_changes(Some((old, purpose)), None)));
    }
    let terms = Term::ALL.into_iter().filter_map(|term| {
        let (before, after) = (term.of(old), term.of(new));
        let only = |these: &BTreeSet<String>, others: &BTreeSet<String>| these.difference(others).cloned().collect::<Vec<_>>();
        (before != after).then(|| TermChange { term, removed: only(&before, &after), added: only(&after, &before) })
    });
    NoticeChange { purposes, terms: terms.collect() }
}

/// A purpose within its notice.
type Stated<'a> = Option<(&'a Notice, &'a Purpose)>;

/// The facts in which a purpose differs; `None` states nothing.
fn fact_changes(old: Stated<'_>, new: Stated<'_>) -> Vec<FactChange> {
    let mut changes = Vec::new();
    for fact in Fact::ALL {
        let before = old.map(|(_, purpose)| fact.of(purpose)).unwrap_or_default();
        let after = new.map(|(_, purpose)| fact.of(purpose)).unwrap_or_default();
        let only = |these: &BTreeSet<Vec<&str>>, others: &BTreeSet<Vec<&str>>, stated: Stated<'_>| {
            let words = |value: &Vec<&str>| stated.map_or_else(String::new, |(notice, purpose)| say(fact, value, notice, purpose));
            these.difference(others).map(words).collect::<Vec<_>>()
        };
        if before != after {
            changes.push(FactChange { fact, removed: only(&before, &after, old), added: only(&after, &before, new) });
        }
    }
    changes
}

/// A value of a fact in the words of its notice; the bare value where the notice has none.
fn say(fact: Fact, value: &[&str], notice: &Notice, purpose: &Purpose) -> String {
    let first = value.first().copied().unwrap_or_default();
    let second = value.get(1).copied().unwrap_or_default();
    let or = |words: &str, other: &str| if words.is_empty() { other.to_owned() } else { words.to_owned() };
    match fact {
        Fact::Kind => or(notice.say(if purpose.kind == PurposeKind::Core { Msg::CoreHeading } else { Msg::AdditionalHeading }), first),
        Fact::Data => purpose.data.iter().find(|item| item.id == first).map_or_else(|| first.to_owned(), |item| item.label.text.clone()),
        Fact::Recipients => recipient(value, notice, purpose),
        Fact::Storage => country(first, purpose.storage.iter().flatten()),
        Fact::Retention => or(purpose.retention.as_deref().unwrap_or_default(), first),
        Fact::Basis => or(purpose.basis.map_or("", |basis| notice.say(basis_words(basis))), first),
        Fact::Vendors if second.is_empty() => first.to_owned(),
        Fact::Vendors => format!("{first}: {second}"),
    }
}

fn recipient(value: &[&str], notice: &Notice, purpose: &Purpose) -> String {
    let [name, code, role] = value else { return value.join(" ") };
    let known = purpose.recipients.iter().flatten();
    let place = (!code.is_empty()).then(|| country(code, known.clone().filter_map(|one| one.country.as_ref())));
    let role = known.filter(|one| one.name == *name).find_map(|one| one.role).filter(|_| !role.is_empty());
    let role = role.map(|role| notice.say(role_words(role)).to_owned()).filter(|words| !words.is_empty());
    let aside: Vec<String> = place.into_iter().chain(role).collect();
    match aside.as_slice() {
        [] => (*name).to_owned(),
        aside if notice.locale.starts_with("zh") => format!("{name}（{}）", aside.join("、")),
        aside => format!("{name} ({})", aside.join(", ")),
    }
}

fn country<'a>(code: &str, mut places: impl Iterator<Item = &'a Place>) -> String {
    places.find(|place| place.code == code).map_or_else(|| code.to_owned(), |place| place.name.clone())
}

fn basis_words(basis: Basis) -> Msg {
    match basis {
        Basis::Consent => Msg::BasisConsent,
        Basis::Contract => Msg::BasisContract,
        Basis::LegalDuty => Msg::BasisLegalDuty,
        Basis::LegitimateInterest => Msg::BasisLegitimateInterest,
    }
}

fn role_words(role: Role) -> Msg {
    match role {
        Role::Processor => Msg::RoleProcessor,
        Role::Controller => Msg::RoleController,
        Role::Authority => Msg::RoleAuthority,
    }
}
