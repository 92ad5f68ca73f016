//! Accounts of staff, made and removed by an operator on the command line: a database and a name in, a password for one sign-in out.

use super::password::Password;
use crate::ledger::Clock;
use crate::store::{self, Act, Database, Lasts, Storage, StoreError};
use crate::values::format_instant;
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
pub async fn add_staff(database: &Database, name: &StaffName, clock: Clock) -> anyhow::Result<String> {
    let (storage, (password, text)) = (store::open(database).await?, Password::once()?);
    let now = format_instant(clock());
    let added = storage.add_staff(name.as_str(), &password.hashed().await?, &now).await?;
    note(storage.as_ref(), name, "added", added, &now).await?;
    anyhow::ensure!(added, "somebody here is called {name} already; choose another name, or `staff reset --name {name}`");
    Ok(text)
}

/// Gives a member of staff another such password; their sessions end.
///
/// # Errors
/// Nobody has the name, or the database reports an error.
pub async fn reset_staff(database: &Database, name: &StaffName, clock: Clock) -> anyhow::Result<String> {
    let (storage, (password, text)) = (store::open(database).await?, Password::once()?);
    let reset = storage.set_password(name.as_str(), &password.hashed().await?, Lasts::Once).await?;
    note(storage.as_ref(), name, "password reset", reset, &format_instant(clock())).await?;
    anyhow::ensure!(reset, "nobody here is called {name}; add them with `staff add --name {name}`");
    Ok(text)
}

/// Removes a member of staff with their sessions; what they did stays in the record.
///
/// # Errors
/// Nobody has the name, or the database reports an error.
pub async fn remove_staff(database: &Database, name: &StaffName, clock: Clock) -> anyhow::Result<()> {
    let storage = store::open(database).await?;
    let removed = storage.remove_staff(name.as_str()).await?;
    note(storage.as_ref(), name, "removed", removed, &format_instant(clock())).await?;
    anyhow::ensure!(removed, "nobody here is called {name}");
    Ok(())
}

/// Records what an operator did, where it was done, and closes the database.
async fn note(storage: &dyn Storage, name: &StaffName, what: &str, done: bool, at: &str) -> Result<(), StoreError> {
    let noted = if done { storage.act(&Act { at, who: Some(name.as_str()), what, request: None }).await } else { Ok(()) };
    storage.close().await;
    noted
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
