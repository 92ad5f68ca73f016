//! Comparing two notices by what is material: which purposes came, went or changed, and in which facts.
//!
//! In: two notices, in any languages. Out: a [`NoticeChange`] that is empty exactly when [`countersign_core::material`] gives both the same
//! fingerprint. Deliberately absent: wording, dates and the policy text.

use std::collections::BTreeSet;

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
pub enum PurposeChange {
    /// Only the new notice has it.
    Added {
        /// Its id.
        id: PurposeId,
        /// Its name in the new notice.
        title: String,
    },
    /// Only the old notice has it.
    Removed {
        /// Its id.
        id: PurposeId,
        /// Its name in the old notice.
        title: String,
    },
    /// Both have it.
    Changed {
        /// Its id.
        id: PurposeId,
        /// Its name in the new notice.
        title: String,
        /// What differs; never empty.
        facts: Vec<FactChange>,
    },
}

impl PurposeChange {
    /// The purpose's id.
    #[must_use]
    pub const fn id(&self) -> &PurposeId {
        match self {
            Self::Added { id, .. } | Self::Removed { id, .. } | Self::Changed { id, .. } => id,
        }
    }

    /// The purpose's name.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Added { title, .. } | Self::Removed { title, .. } | Self::Changed { title, .. } => title,
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
    let find = |notice: &'_ Notice, id: &PurposeId| notice.purposes.iter().find(|purpose| purpose.id == *id).cloned();
    let mut purposes = Vec::new();
    for purpose in &new.purposes {
        let (id, title) = (purpose.id.clone(), purpose.title.clone());
        match find(old, &id) {
            None => purposes.push(PurposeChange::Added { id, title }),
            Some(before) => {
                let facts: Vec<FactChange> =
                    Fact::ALL.into_iter().filter_map(|fact| fact_change(fact, (old, &before), (new, purpose))).collect();
                if !facts.is_empty() {
                    purposes.push(PurposeChange::Changed { id, title, facts });
                }
            }
        }
    }
    for purpose in old.purposes.iter().filter(|purpose| find(new, &purpose.id).is_none()) {
        purposes.push(PurposeChange::Removed { id: purpose.id.clone(), title: purpose.title.clone() });
    }
    let terms = Term::ALL.into_iter().filter_map(|term| {
        let (before, after) = (term.of(old), term.of(new));
        let only = |these: &BTreeSet<String>, others: &BTreeSet<String>| these.difference(others).cloned().collect::<Vec<_>>();
        (before != after).then(|| TermChange { term, removed: only(&before, &after), added: only(&after, &before) })
    });
    NoticeChange { purposes, terms: terms.collect() }
}

fn fact_change(fact: Fact, (old_notice, old): (&Notice, &Purpose), (new_notice, new): (&Notice, &Purpose)) -> Option<FactChange> {
    let (before, after) = (fact.of(old), fact.of(new));
    if before == after {
        return None;
    }
    let only = |these: &BTreeSet<Vec<&str>>, others: &BTreeSet<Vec<&str>>, notice: &Notice, purpose: &Purpose| {
        these.difference(others).map(|value| say(fact, value, notice, purpose)).collect::<Vec<_>>()
    };
    Some(FactChange { fact, removed: only(&before, &after, old_notice, old), added: only(&after, &before, new_notice, new) })
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
    if aside.is_empty() { (*name).to_owned() } else { format!("{name} ({})", aside.join(", ")) }
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
