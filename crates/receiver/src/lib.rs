//! The backend of Countersign: takes receipts, verifies, appends, countersigns, and serves files.
//! A receipt enters as a compact JWS; a countersigned place in an append-only ledger leaves.
//! Requests to use a right stand in a queue beside it, which staff work on behind a sign-in, each by their role.
//! Deliberately absent: rendering of notices, accounts of visitors, and anything that says who sent a receipt.
//!
//! Way of a receipt: `connections` -> `routes` (`addresses`) -> `admit` (`jws`, `claims`, `jwk`) -> `sites` -> `ledger` (`countersign`) -> `store`;
//! from there `feed` tells downstream systems.

mod addresses;
mod admit;
mod check;
mod claims;
mod config;
mod connections;
mod console;
mod countersign;
mod feed;
mod fence;
mod handover;
mod json;
mod jwk;
mod jws;
mod ledger;
mod log;
mod marketing;
mod metrics;
mod problem;
mod refusal;
mod retention;
mod rights;
mod routes;
mod serve;
mod settings;
mod site;
mod sites;
mod staff;
mod store;
mod upkeep;
mod values;

pub use admit::{Admitted, admit};
pub use check::{CheckReport, check};
pub use config::{
    Backup, BasePath, Check, Cli, Command, Erase, Expire, FileOptions, Origin, Place, Restore, Serve, StaffAct, StaffCommand, StaffLink,
    StaffRole, StaffWish,
};
pub use countersign::KeyError;
pub use feed::{NatsSettings, WebhookSettings};
pub use fence::{FenceKind, signal_from};
pub use handover::{Decided, Handover, HandoverFault, MadeBy, Redeemed};
pub use jwk::{JwkError, PublicJwk};
pub use ledger::{Clock, Ledger, PublishedKey};
pub use log::{Appended, Audit, Cosigned, Entry, Erasure, Found, Listed, Log};
pub use marketing::{
    Carried, Change, ChannelWords, Figure, Held, How, ImportRow, Imported, InboundSettings, Keyrings, MarketingTable, MarketingTables,
    MarketingWords, Reason, Signals, Suppression, TopicWords, Turned, Waiting, Wish,
};
pub use metrics::Metrics;
pub use refusal::{MAX_BODY_BYTES, MAX_JWS_BYTES, Refusal};
pub use rights::{Asked, Decision, Request, RequestPage, RequestState, RightsTable, RightsTables, Telling, Term, Told};
pub use routes::{RouterOptions, router};
pub use serve::serve;
pub use settings::{Limits, Settings, SiteSettings};
pub use site::SiteId;
pub use sites::Sites;
pub use staff::{
    Issuer, OidcSettings, Role, RoleClaim, SignOn, StaffName, Whom, add_staff, link_staff, list_staff, remove_staff, reset_staff, set_role,
    unlink_staff,
};
pub use store::{Database, StoreError};
pub use upkeep::{backup, erase_receipt, expire_receipts, restore};
pub use values::Uuid;

/// What other hosts are told of the sender.
const USER_AGENT: &str = concat!("countersign-receiver/", env!("CARGO_PKG_VERSION"));
