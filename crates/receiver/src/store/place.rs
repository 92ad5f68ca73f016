//! Which database: the text of `--database` in, a file or a server out.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Where a ledger is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Database {
    /// A SQLite file: one receiver on one machine.
    Sqlite(PathBuf),
    /// A PostgreSQL database by its URL: any number of receivers.
    Postgres(String),
}

impl FromStr for Database {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once("://") {
            Some(("postgres" | "postgresql", rest)) if !rest.is_empty() => Ok(Self::Postgres(text.to_owned())),
            Some(_) => Err("must be the path of a SQLite file or a URL such as postgres://user@host/database"),
            None if text.is_empty() => Err("must not be empty"),
            None => Ok(Self::Sqlite(text.into())),
        }
    }
}

impl From<&Path> for Database {
    fn from(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }
}

impl From<PathBuf> for Database {
    fn from(path: PathBuf) -> Self {
        Self::Sqlite(path)
    }
}

/// Without the password.
impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "{}", path.display()),
            Self::Postgres(url) => match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?))) {
                Some((scheme, (user, host))) => write!(f, "{scheme}://{}@{host}", user.split(':').next().unwrap_or_default()),
                None => f.write_str(url),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Database;

    #[test]
    fn a_database_is_a_path_or_a_url() {
        let check = |text: &str, expected: Option<&str>| {
            let found = text.parse::<Database>().ok().map(|database| database.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("ledger.db", Some("ledger.db"));
        check("/var/lib/countersign/ledger.db", Some("/var/lib/countersign/ledger.db"));
        check("postgres://cs:secret@db.example/ledger?sslmode=require", Some("postgres://cs@db.example/ledger?sslmode=require"));
        check("postgresql://db.example/ledger", Some("postgresql://db.example/ledger"));
        check("mysql://db.example/ledger", None);
        check("", None);
    }
}
