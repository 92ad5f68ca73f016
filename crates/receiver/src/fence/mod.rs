//! What a page's answer says about the visitor's state: policy, cookies, tracking status (formats page, section 14; gate page, "The fence").
//!
//! In: the request's headers, `gate.json` of the built folder, the time. Out: headers on the answer, and a nonce in its markup.
//! Deliberately absent: any memory of a visitor; every answer follows from its request alone.

mod clear;
mod cookies;
mod host;
mod page;
mod policy;
mod table;
mod tracking;
mod visit;
mod watch;

pub(crate) use page::{after_receipt, dress_page, prepare};
pub use policy::FenceKind;
pub(crate) use policy::fill_nonce;
pub use tracking::signal_from;
pub(crate) use watch::Watch;
