//! The log of each site over the rows of the store: receipts in, entries with proofs out; checkpoints, tiles and proofs for everybody.
//! The mathematics and the texts are core's. Deliberately absent: HTTP and SQL.

mod adopt;
mod append;
mod audit;
mod entry;
mod forget;
mod queue;
mod read;
mod signer;
mod witness;

pub(crate) use adopt::adopt;
pub use audit::Audit;
pub(crate) use audit::audit;
pub use entry::{Appended, Entry, Found, Listed, Log};
pub use forget::Erasure;
pub(crate) use forget::{erase, expire};
pub(crate) use queue::Queue;
pub(crate) use read::entry_of;
pub(crate) use signer::LogSigner;
pub use witness::Cosigned;
