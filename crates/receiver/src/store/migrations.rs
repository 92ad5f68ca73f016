//! The steps by which a database's tables came to what they are, each a file below `migrations/` that never changes.
//!
//! Enters: number, name and SQL of each. Leaves: what applies those that are missing.
//! sqlx's `migrate!` would do the same, but its macros bring a second build of both database drivers, for the compiler.

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Applies these in the order of their numbers; one that was applied with other bytes is an error.
pub(super) fn migrator(files: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |&(number, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(number, name.into(), MigrationType::Simple, SqlStr::from_static(sql), false)
    };
    Migrator::with_migrations(files.iter().map(migration).collect())
}

/// The files of one database, in order.
#[cfg(test)]
pub(super) fn names_in(database: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
