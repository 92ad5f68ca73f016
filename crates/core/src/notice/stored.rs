//! What a service keeps on the device: the name of a cookie or of a key, its kind and its life.
//!
//! In: the words of `vendors.toml` and `site.toml`. Out: plain data, also as one line for the wire. Deliberately absent: what clears it,
//! and words for a person.

/// One cookie or key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredName {
    /// Its name, without spaces; `*` at the end matches any rest.
    pub name: String,
    /// What it is.
    pub kind: StoreKind,
    /// How long it stays: an ISO 8601 duration, or `session`; `None`: not known.
    pub life: Option<String>,
    /// Whether only a server can clear it: an HttpOnly cookie, or one of another site.
    pub server: bool,
}

/// Where a name lives.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum StoreKind {
    /// A cookie (RFC 6265).
    Cookie,
    /// A key of `localStorage`.
    Local,
    /// A key of `sessionStorage`.
    Session,
    /// A database of IndexedDB.
    IndexedDb,
    /// A cache of the Cache API.
    Cache,
}

impl StoreKind {
    /// Every kind, in the order of their names in the formats.
    pub const ALL: [Self; 5] = [Self::Cookie, Self::Local, Self::Session, Self::IndexedDb, Self::Cache];

    /// The name in the formats.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Local => "local",
            Self::Session => "session",
            Self::IndexedDb => "indexeddb",
            Self::Cache => "cache",
        }
    }

    /// The kind of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl StoredName {
    /// A cookie of which nothing but the name is known.
    #[must_use]
    pub fn cookie(name: &str) -> Self {
        Self { name: name.to_owned(), kind: StoreKind::Cookie, life: None, server: false }
    }

    /// Whether it covers what the product keeps for itself: the state `cs`, the keys `cs.*`, and the database `countersign`.
    #[must_use]
    pub fn covers_ours(&self) -> bool {
        let (start, open) = self.name.strip_suffix('*').map_or((self.name.as_str(), false), |start| (start, true));
        match self.kind {
            StoreKind::Cookie | StoreKind::Local | StoreKind::Session => {
                start == "cs" || start.starts_with("cs.") || open && "cs.".starts_with(start)
            }
            StoreKind::IndexedDb => start == "countersign" || open && "countersign".starts_with(start),
            StoreKind::Cache => false,
        }
    }

    /// One line: name, kind, life (`-` where it is not known) and `server`, parted by spaces; what says nothing at the end is left out.
    #[must_use]
    pub fn to_text(&self) -> String {
        let life = self.life.as_deref();
        let mut words = vec![self.name.as_str(), self.kind.name(), life.unwrap_or("-"), "server"];
        if !self.server {
            words.truncate(if life.is_some() {
                3
            } else if self.kind == StoreKind::Cookie {
                1
            } else {
                2
            });
        }
        words.join(" ")
    }

    /// Reads such a line; what does not fit it is not known.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let mut words = text.split(' ');
        let mut next = || words.next().unwrap_or_default();
        Self {
            name: next().to_owned(),
            kind: StoreKind::from_name(next()).unwrap_or(StoreKind::Cookie),
            life: Some(next()).filter(|life| !matches!(*life, "" | "-")).map(str::to_owned),
            server: next() == "server",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{StoreKind, StoredName};

    #[test]
    fn a_line_says_what_is_known() {
        for (kind, life, server, expected) in [
            (StoreKind::Cookie, None, false, "n"),
            (StoreKind::Local, None, false, "n local"),
            (StoreKind::Cookie, Some("P2Y"), false, "n cookie P2Y"),
            (StoreKind::Session, Some("session"), false, "n session session"),
            (StoreKind::Cookie, None, true, "n cookie - server"),
            (StoreKind::IndexedDb, Some("P1D"), true, "n indexeddb P1D server"),
        ] {
            let stored = StoredName { name: "n".into(), kind, life: life.map(str::to_owned), server };
            assert_eq!(stored.to_text(), expected);
            assert_eq!(StoredName::from_text(expected), stored, "{expected}");
        }
    }

    #[test]
    fn names_that_cover_ours_are_known() {
        for (name, kind, expected) in [
            ("cs", StoreKind::Cookie, true),
            ("cs.clear", StoreKind::Local, true),
            ("cs.*", StoreKind::Session, true),
            ("cs*", StoreKind::Cookie, true),
            ("c*", StoreKind::Local, true),
            ("cs.pending.*", StoreKind::Local, true),
            ("csrf", StoreKind::Cookie, false),
            ("csr*", StoreKind::Cookie, false),
            ("c", StoreKind::Cookie, false),
            ("count*", StoreKind::Cookie, false),
            ("count*", StoreKind::IndexedDb, true),
            ("countersign", StoreKind::IndexedDb, true),
            ("countersign-2", StoreKind::IndexedDb, false),
            ("cs", StoreKind::Cache, false),
        ] {
            let stored = StoredName { kind, ..StoredName::cookie(name) };
            assert_eq!(stored.covers_ours(), expected, "{name} {kind:?}");
        }
    }

    #[test]
    fn kinds_have_names_of_their_own() {
        for kind in StoreKind::ALL {
            assert_eq!(StoreKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(StoreKind::from_name("flash"), None);
    }
}
