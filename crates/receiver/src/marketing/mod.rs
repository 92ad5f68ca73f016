//! Who may be written to: wishes in, receipts on the site's log and rows of keyed hashes out, in one transaction.
//! A wish that holds already changes nothing and makes no receipt. Addresses pass through for the claim `of` and are kept nowhere.
//! Deliberately absent: HTTP and SQL, and what a change does to what stands, which is the room `countersign-suppression`'s.

mod figures;
mod import;
mod inbound;
mod keyrings;
mod record;
mod reply;
mod seal;
mod table;
mod wish;

pub use figures::Figure;
pub(crate) use figures::Figures;
pub use import::{ImportRow, Imported, Suppression};
pub(crate) use inbound::Inbound;
pub use inbound::InboundSettings;
pub use keyrings::Keyrings;
pub(crate) use record::standing;
pub use record::{Change, Held};
pub(crate) use reply::Outcome;
pub use reply::Waiting;
pub use table::{ChannelWords, MarketingTable, MarketingTables, MarketingWords, TopicWords};
pub use wish::{Carried, How, Reason, Signals, Turned, Wish};
