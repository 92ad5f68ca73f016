//! Accounts of staff, made and changed by an operator on the command line: a database and a name in, a password for one sign-in out.
//! The first admin begins here, at the hand of whoever can read the database anyway.

use super::hand::Hand;
use super::role::Role;
use super::sign_on::{Issuer, Whom};
use crate::ledger::Clock;
use crate::store::{self, Database};
use anyhow::Context;
use std::fmt;
use std::str::FromStr;

/// The name of a member of staff: 1 to 32 characters of `a-z`, `0-9`, `.`, `_` and `-`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StaffName(String);

impl StaffName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for StaffName {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-');
        if (1..=32).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be 1 to 32 characters of a-z, 0-9, \".\", \"_\" and \"-\"")
        }
    }
}

impl fmt::Display for StaffName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds a member of staff; the password is good for one sign-in, which asks for another.
///
/// # Errors
/// Somebody has the name already, or the database reports an error.
pub async fn add_staff(database: &Database, name: &StaffName, role: Role, clock: Clock) -> anyhow::Result<String> {
    let storage = store::open(database).await?;
    let added = Hand::operator(storage.as_ref(), clock).add(name, role).await;
    storage.close().await;
    added?.with_context(|| format!("somebody here is called {name} already; choose another name, or `staff reset --name {name}`"))
}

/// Gives a member of staff another such password; their sessions end.
///
/// # Errors
/// Nobody has the name, or the database reports an error.
pub async fn reset_staff(database: &Database, name: &StaffName, clock: Clock) -> anyhow::Result<String> {
    let storage = store::open(database).await?;
    let reset = Hand::operator(storage.as_ref(), clock).reset(name).await;
    storage.close().await;
    reset?.with_context(|| nobody(name))
}

/// Gives a member of staff another role, from their next request on.
///
/// # Errors
/// Nobody has the name, or the database reports an error.
pub async fn set_role(database: &Database, name: &StaffName, role: Role, clock: Clock) -> anyhow::Result<()> {
    let storage = store::open(database).await?;
    let given = Hand::operator(storage.as_ref(), clock).give(name, role).await;
    storage.close().await;
    anyhow::ensure!(given?, nobody(name));
    Ok(())
}

/// Removes a member of staff with their sessions; what they did stays in the record.
///
/// # Errors
/// Nobody has the name, or the database reports an error.
pub async fn remove_staff(database: &Database, name: &StaffName, clock: Clock) -> anyhow::Result<()> {
    let storage = store::open(database).await?;
    let removed = Hand::operator(storage.as_ref(), clock).remove(name).await;
    storage.close().await;
    anyhow::ensure!(removed?, "nobody here is called {name}");
    Ok(())
}

/// Lets a person of a provider sign in as a member of staff; sessions by the link before end.
///
/// # Errors
/// Nobody has the name, another account is linked to that person, or the database reports an error.
pub async fn link_staff(database: &Database, name: &StaffName, issuer: &Issuer, whom: &Whom, clock: Clock) -> anyhow::Result<()> {
    let storage = store::open(database).await?;
    let linked = Hand::operator(storage.as_ref(), clock).link(name, issuer.as_str(), whom).await;
    storage.close().await;
    anyhow::ensure!(
        linked?,
        "nobody here is called {name}, or another account is linked to {whom} already; `staff unlink --name NAME` takes a link away"
    );
    Ok(())
}

/// Takes the link of a member of staff away; sessions by it end.
///
/// # Errors
/// They have none, or the database reports an error.
pub async fn unlink_staff(database: &Database, name: &StaffName, clock: Clock) -> anyhow::Result<()> {
    let storage = store::open(database).await?;
    let unlinked = Hand::operator(storage.as_ref(), clock).unlink(name).await;
    storage.close().await;
    anyhow::ensure!(unlinked?, "nobody here called {name} is linked to a person of a provider");
    Ok(())
}

/// Name and role of every member of staff.
///
/// # Errors
/// What the database reports.
pub async fn list_staff(database: &Database) -> anyhow::Result<Vec<(String, String)>> {
    let storage = store::open(database).await?;
    let members = storage.members().await;
    storage.close().await;
    Ok(members?.into_iter().map(|member| (member.name, member.role)).collect())
}

fn nobody(name: &StaffName) -> String {
    format!("nobody here is called {name}; add them with `staff add --name {name} --role ROLE`")
}

#[cfg(test)]
mod tests {
    use super::StaffName;

    #[test]
    fn names_fit_forms_and_records() {
        let check = |text: &str, expected: bool| assert_eq!(text.parse::<StaffName>().is_ok(), expected, "{text:?}");
        check("aisyah", true);
        check("li.wei-2", true);
        check("Aisyah", false);
        check("", false);
        check(&"a".repeat(33), false);
        check("a b", false);
    }
}
