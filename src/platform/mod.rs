//! The ports to the browser, one fallible room each: the host object of the loader, clock, randomness, fetching, keys, storage, locks.
//! They return values upward and never call each other's callers.

mod clock;
mod fetch;
mod host;
mod keys;
mod lock;
mod object;
mod post;
mod random;
mod storage;

pub(crate) use clock::{now, timer, when_online};
pub(crate) use fetch::text;
pub use host::Host;
pub(crate) use keys::SignedBy;
pub(crate) use lock::{IfBusy, alone};
pub(crate) use post::post;
pub(crate) use random::random;
pub(crate) use storage::{Head, Store};
