//! Who may be written to: addresses, keys and links in; keyed hashes, tokens and the effect of a change out.
//! The receiver keeps what follows from it, the command mints links by it; both have the same keys file.
//! Deliberately absent: I/O, a clock (instants are arguments), and anything that keeps an address.
//!
//! `keyword` reads replies to messages; `csv` reads and writes lists.
//! `address` -> `keys` (hashes, tokens) -> `standing` (what a change does).

mod address;
mod csv;
mod headers;
mod ids;
mod keys;
mod keyword;
mod standing;
mod token;

pub use address::{Address, AddressError, AddressKind, CallingCode};
pub use csv::{CsvError, CsvReader, CsvRow, MAX_ROW_BYTES, push_row};
pub use headers::{HeaderError, ListHeaders};
pub use ids::{ChannelId, IdError, TopicId};
pub use keys::{AddressHash, Keyring, KeysError, Subject};
pub use keyword::{KeywordError, Keywords, Meaning};
pub use standing::{Settled, Standing, State, Turn};
pub use token::{ACCOUNT_HOURS, CONFIRM_HOURS, DESK_HOURS, LINK_DAYS, Purpose, Token, TokenError};
