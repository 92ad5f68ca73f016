//! Whom a notice concerns: groups of people with functions of their own, and what another policy covers.
//!
//! Enters: rows of `site.toml`. Leaves: values, and which purposes everybody is asked for. It is the build's matter and no part of the wire:
//! the browser keeps the visitor's own answer, and nothing of it reaches a receipt. Deliberately absent: guesses of who somebody is.

use super::{NoticeDraft, Purpose};

/// Groups of people, and what the policy does not cover.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Scope {
    /// Groups whose functions differ, in the order shown.
    pub roles: Vec<UserRole>,
    /// Products and groups under another policy, in the order shown.
    pub elsewhere: Vec<Elsewhere>,
}

/// A group of people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserRole {
    /// Stable id.
    pub id: String,
    /// How somebody of it would say so.
    pub title: String,
    /// Ids of the purposes, permissions and prompts that concern only groups that name them.
    pub only: Vec<String>,
}

/// A product, or a group of people, under another policy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Elsewhere {
    /// Stable id.
    pub id: String,
    /// How somebody would say that they use it, or belong to it.
    pub title: String,
    /// The other policy's name.
    pub policy: String,
    /// Its address; `None`: not stated.
    pub url: Option<String>,
}

impl Scope {
    /// Whether the policy has one group of people and covers everything, so that nobody need say who they are.
    #[must_use]
    pub fn is_everybody(&self) -> bool {
        self.roles.is_empty() && self.elsewhere.is_empty()
    }

    /// The groups that a purpose, permission or prompt concerns; none: everybody.
    pub fn roles_of(&self, id: &str) -> impl Iterator<Item = &UserRole> {
        self.roles.iter().filter(move |role| role.only.iter().any(|own| own == id))
    }

    /// The conditions under which what concerns some groups is shown, as `data-cs-when` has them; `None`: always. Who has not said who they
    /// are sees everything, and what is open can always be closed.
    #[must_use]
    pub fn when(&self, id: &str) -> Option<String> {
        let roles: Vec<String> = self.roles_of(id).map(|role| ["r:", &role.id].concat()).collect();
        (!roles.is_empty()).then(|| [&roles.join(" "), " all open:", id].concat())
    }
}

impl NoticeDraft {
    /// Whether a purpose concerns everybody.
    pub(super) fn is_for_everybody(&self, purpose: &Purpose) -> bool {
        self.scope.roles_of(purpose.id.as_str()).next().is_none()
    }
}
