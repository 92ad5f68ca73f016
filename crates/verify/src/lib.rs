//! Whether evidence holds: receipts and their chain, countersignatures, places in the log, and that the log only grew.
//!
//! Enters: the bytes of files, whatever they are called. Leaves: a [`Report`], or exports of receipts that hold.
//! Deliberately absent: I/O, clock, and any trust of its own. Keys that others vouch for are given like everything else; what is missing
//! is named in [`Report::wants`], and whoever called may fetch it and ask again.
//! Standards: RFC 7515, 7517, 7518, 7638, 8037; C2SP `signed-note`, `tlog-checkpoint`, `tlog-cosignature`, `tlog-proof`; RFC 6962.

mod chain;
mod countersignature;
mod export;
mod fault;
mod gather;
mod judge;
mod jws;
mod key;
mod log;
mod logs;
mod receipt;
mod report;

use countersign_json as json;

pub use export::{Export, Profile};
pub use report::{Check, Report, Section, Subject, Summary, Verdict, Want};

/// Everything that was given.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    pieces: gather::Pieces,
}

impl Evidence {
    /// Adds a file; `place` is how the report names it. Receipts, lists of receipts, the receiver's answers, CloudEvents, countersignatures,
    /// `.tlog-proof` files, checkpoints, consistency proofs, JWK sets and keys of logs and witnesses are told apart by what they are.
    pub fn add(&mut self, place: &str, bytes: &[u8]) {
        self.pieces.add(place, bytes);
    }

    /// Judges all of it.
    #[must_use]
    pub fn judge(&self) -> Report {
        judge::judge(self.pieces.clone())
    }

    /// Translates every receipt that is proven into the words of others.
    #[must_use]
    pub fn export(&self, profile: Profile) -> Export {
        export::export(self.pieces.clone(), profile)
    }
}
