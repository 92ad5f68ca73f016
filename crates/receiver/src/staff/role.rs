//! What a member of staff may see and do: a role and a right in, yes or no out. The table below is the whole rule.
//! Deliberately absent: sites. A role holds for every site of this receiver.

use std::fmt;
use std::str::FromStr;

/// The role of a member of staff.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Role {
    /// Looks up who may be written to, and reads the figures.
    Viewer,
    /// Also stops and allows messages on request, imports and exports.
    Marketer,
    /// Also works on requests to use a right and reads the record, but imports nothing.
    Compliance,
    /// Everything, and the accounts of the others.
    Admin,
}

/// What a role may be asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum May {
    /// Look up an address, and read the figures.
    Look,
    /// Stop or allow messages because a person asked, and read the notes on it.
    Change,
    /// Bring in a list of addresses that must not be written to.
    Import,
    /// Take that list out.
    Export,
    /// Read and answer requests to use a right.
    Requests,
    /// Read what staff did.
    Record,
    /// Let people in, change their roles, and put them out.
    Accounts,
}

impl Role {
    /// Every role, the least one first.
    pub const ALL: [Self; 4] = [Self::Viewer, Self::Marketer, Self::Compliance, Self::Admin];

    /// Its name on the command line, in forms and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Marketer => "marketer",
            Self::Compliance => "compliance",
            Self::Admin => "admin",
        }
    }

    /// Whether it includes a right.
    pub(crate) const fn may(self, what: May) -> bool {
        match self {
            Self::Viewer => matches!(what, May::Look),
            Self::Marketer => matches!(what, May::Look | May::Change | May::Import | May::Export),
            Self::Compliance => matches!(what, May::Look | May::Change | May::Export | May::Requests | May::Record),
            Self::Admin => true,
        }
    }
}

impl FromStr for Role {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|role| role.name() == text).ok_or("must be viewer, marketer, compliance or admin")
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{May, Role};

    #[test]
    fn each_role_has_its_own_rights() {
        let all = [May::Look, May::Change, May::Import, May::Export, May::Requests, May::Record, May::Accounts];
        let check = |role: Role, expected: [bool; 7]| assert_eq!(all.map(|what| role.may(what)), expected, "{role}");
        check(Role::Viewer, [true, false, false, false, false, false, false]);
        check(Role::Marketer, [true, true, true, true, false, false, false]);
        check(Role::Compliance, [true, true, false, true, true, true, false]);
        check(Role::Admin, [true; 7]);
    }

    #[test]
    fn names_are_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
        }
        assert!("Admin".parse::<Role>().is_err() && "".parse::<Role>().is_err());
    }
}
