//! Where the ledger is kept. The port is at verb level (append, by_id, since, size): each database does
//! each verb in its own way, and no caller sees SQL.
//! SQLite is the one database so far, so there is no trait yet.

mod keys;
mod setup;
mod sqlite;

pub(crate) use setup::{Existing, create, open};
pub use sqlite::{Appended, Entry, StoreError};
pub(crate) use sqlite::{Seal, Store};
