//! What can be done to an account of staff, by an operator or by an admin who is signed in; each change leaves its trace in the record.
//! Deliberately absent: who may (the guard decides), and passwords in clear but for the one moment in which they are told.

use super::account::StaffName;
use super::password::Password;
use super::role::Role;
use super::session::Session;
use super::sign_on::Whom;
use crate::ledger::{Clock, Ledger};
use crate::store::{Act, Lasts, LinkRow, MemberRow, Storage, StoreError};
use crate::values::format_instant;
use jiff::{SignedDuration, Timestamp};

/// So long a password for one sign-in counts: one that nobody used is forgotten somewhere.
const ONCE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A member of staff as an admin sees them.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// Whether they have yet to choose a password.
    pub(crate) must_choose: bool,
    pub(crate) created_at: String,
    /// The last use of a session that still stands.
    pub(crate) seen_at: Option<String>,
    /// Whether too many sign-ins failed.
    pub(crate) is_locked: bool,
    /// What the provider calls them, where it may let them in.
    pub(crate) link: Option<String>,
}

/// What an admin does to an account.
pub(crate) enum AccountAct {
    Add(Role),
    Give(Role),
    Reset,
    Remove,
    /// Let the provider with this issuer say who they are.
    Link(String, Whom),
    Unlink,
}

/// What became of it.
pub(crate) enum AccountOutcome {
    /// There is a password for one sign-in, which stands nowhere else.
    Password(String),
    Done,
    /// Somebody has the name already.
    Taken,
    /// Nobody has the name.
    Unknown,
    /// Nobody has the name, or another account is linked to that person.
    NotLinked,
    /// It is their own account: whoever could put themselves out would leave nobody to let people in.
    Own,
}

impl Ledger {
    /// Every member of staff, by name.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn members(&self) -> Result<Vec<Member>, StoreError> {
        let now = self.keeper.now_text();
        let links = self.keeper.storage.links().await?;
        let called = |row: &LinkRow| row.email.clone().or_else(|| row.sub.clone());
        let member = |row: MemberRow| {
            Ok(Member {
                link: links.iter().find(|link| link.staff == row.name).and_then(called),
                role: row.role.parse().map_err(|_| StoreError::Corrupt("the role of a member of staff"))?,
                name: row.name,
                must_choose: row.once,
                created_at: row.created_at,
                seen_at: row.seen_at,
                is_locked: row.locked_until.is_some_and(|until| until > now),
            })
        };
        self.keeper.storage.members().await?.into_iter().map(member).collect()
    }

    /// Changes an account for an admin.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn account(&self, admin: &Session, name: &StaffName, act: AccountAct) -> anyhow::Result<AccountOutcome> {
        let hand = Hand { storage: self.keeper.storage.as_ref(), by: Some(&admin.staff), at: self.now() };
        let settled = |done| if done { AccountOutcome::Done } else { AccountOutcome::Unknown };
        Ok(match act {
            AccountAct::Add(role) => hand.add(name, role).await?.map_or(AccountOutcome::Taken, AccountOutcome::Password),
            _ if admin.staff == name.as_str() => AccountOutcome::Own,
            AccountAct::Give(role) => settled(hand.give(name, role).await?),
            AccountAct::Reset => hand.reset(name).await?.map_or(AccountOutcome::Unknown, AccountOutcome::Password),
            AccountAct::Remove => settled(hand.remove(name).await?),
            AccountAct::Link(issuer, whom) => {
                if hand.link(name, &issuer, &whom).await? {
                    AccountOutcome::Done
                } else {
                    AccountOutcome::NotLinked
                }
            }
            AccountAct::Unlink => settled(hand.unlink(name).await?),
        })
    }
}

/// Who changes accounts, where and when; each change leaves its trace.
pub(super) struct Hand<'a> {
    storage: &'a dyn Storage,
    /// The admin; none: an operator on the command line, whom no name is known of.
    by: Option<&'a str>,
    at: Timestamp,
}

impl<'a> Hand<'a> {
    pub(super) fn operator(storage: &'a dyn Storage, clock: Clock) -> Self {
        Self { storage, by: None, at: clock() }
    }

    pub(super) async fn add(&self, name: &StaffName, role: Role) -> anyhow::Result<Option<String>> {
        let (password, text) = Password::once()?;
        let (now, until) = (format_instant(self.at), format_instant(self.at + ONCE));
        let added = self.storage.add_staff(name.as_str(), role.name(), &password.hashed().await?, &now, &until).await?;
        self.note(name, &format!("added as {role}"), added).await?;
        Ok(added.then_some(text))
    }

    pub(super) async fn reset(&self, name: &StaffName) -> anyhow::Result<Option<String>> {
        let (password, text) = Password::once()?;
        let until = format_instant(self.at + ONCE);
        let reset = self.storage.set_password(name.as_str(), &password.hashed().await?, Lasts::Once(&until)).await?;
        self.note(name, "password reset", reset).await?;
        Ok(reset.then_some(text))
    }

    pub(super) async fn give(&self, name: &StaffName, role: Role) -> Result<bool, StoreError> {
        let given = self.storage.set_role(name.as_str(), role.name()).await?;
        self.note(name, &format!("made {role}"), given).await?;
        Ok(given)
    }

    pub(super) async fn remove(&self, name: &StaffName) -> Result<bool, StoreError> {
        let removed = self.storage.remove_staff(name.as_str()).await?;
        self.note(name, "removed", removed).await?;
        Ok(removed)
    }

    /// Links them to a person of a provider. The record does not say to whom: it holds nothing of a person but staff's own names.
    pub(super) async fn link(&self, name: &StaffName, issuer: &str, whom: &Whom) -> Result<bool, StoreError> {
        let (sub, email) = whom.columns();
        let row = LinkRow { staff: name.as_str().to_owned(), issuer: issuer.to_owned(), sub, email };
        let linked = self.storage.link(&row).await?;
        self.note(name, "linked to a person of the provider", linked).await?;
        Ok(linked)
    }

    pub(super) async fn unlink(&self, name: &StaffName) -> Result<bool, StoreError> {
        let unlinked = self.storage.unlink(name.as_str()).await?;
        self.note(name, "unlinked from the provider", unlinked).await?;
        Ok(unlinked)
    }

    /// Records what was done: by an operator under the name that it was done to, by an admin under their own.
    async fn note(&self, name: &StaffName, what: &str, done: bool) -> Result<(), StoreError> {
        if !done {
            return Ok(());
        }
        let (who, what) = match self.by {
            None => (name.as_str(), what.to_owned()),
            Some(admin) => (admin, format!("{what}: {name}")),
        };
        self.storage.act(&Act { at: &format_instant(self.at), who: Some(who), what: &what, request: None }).await
    }
}
