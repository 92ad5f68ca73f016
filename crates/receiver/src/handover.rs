//! Hand-over between a mini program or an app and the pages that it shows: what was chosen on one side in; a code for one use within five
//! minutes, and by the code what was chosen, out (formats page, section 8.9).
//! A code is random and stands nowhere: the database has its hash. Whoever has no API key of the site can hand over refusals alone, so that
//! no link that somebody sends around ever grants anything.
//! Deliberately absent: HTTP, and anything that says whose choice it was.

use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{HandoverRow, StoreError};
use crate::values::format_instant;
use anyhow::anyhow;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use countersign_core::{Digest, PurposeId, to_base64url};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// How long a code works.
const LIFE: SignedDuration = SignedDuration::from_mins(5);
/// Random bytes of a code: 192 bits.
const CODE_BYTES: usize = 24;
/// Purposes that one hand-over may name.
const MAX_PURPOSES: usize = 64;

/// What somebody decided about a purpose.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Decided {
    /// Agreed to.
    Granted,
    /// Refused.
    Refused,
}

/// Who made a code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MadeBy {
    /// The site's own server, by its API key: it may grant.
    Server,
    /// A page, or whoever else: it can refuse alone.
    Anyone,
}

impl MadeBy {
    /// The name in answers and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Anyone => "anyone",
        }
    }
}

/// What is handed over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Handover {
    purposes: BTreeMap<String, Decided>,
    notice: Digest,
    made_by: MadeBy,
}

/// Why something cannot be handed over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum HandoverFault {
    /// It grants, and nobody vouches for it.
    Grants,
    /// What is wrong with a member, in words for the sender.
    Malformed(String),
}

/// A hand-over that was taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Redeemed {
    /// What was decided, by the purpose's id.
    pub purposes: BTreeMap<String, Decided>,
    /// Digest of the notice that was shown.
    pub notice: String,
    /// Who made the code: `server` or `anyone`.
    pub by: String,
    /// When: RFC 3339, UTC, milliseconds.
    pub made_at: String,
}

impl Handover {
    /// Checks what is to be handed over.
    ///
    /// # Errors
    /// [`HandoverFault::Grants`] where anything is granted without the site's server, else what is malformed.
    pub fn new(purposes: BTreeMap<String, Decided>, notice: &str, made_by: MadeBy) -> Result<Self, HandoverFault> {
        let malformed = |words: &str| HandoverFault::Malformed(words.to_owned());
        let notice = Digest::parse(notice).ok_or_else(|| malformed("member notice: must be the digest of a notice, 43 characters"))?;
        if purposes.len() > MAX_PURPOSES {
            return Err(malformed("member purposes: has more than 64 purposes"));
        }
        if purposes.keys().any(|id| PurposeId::new(id).is_err()) {
            return Err(malformed("member purposes: an id must be 1 to 32 characters of a-z, 0-9 and \"-\""));
        }
        if made_by == MadeBy::Anyone && purposes.values().any(|decided| *decided == Decided::Granted) {
            return Err(HandoverFault::Grants);
        }
        Ok(Self { purposes, notice, made_by })
    }
}

impl Ledger {
    /// Keeps a hand-over; its code, and until when that works.
    ///
    /// # Errors
    /// What the system or the database reports; then there is no code, and the same call again is safe.
    pub async fn hand_over(&self, site: &SiteId, handover: &Handover) -> anyhow::Result<(String, String)> {
        let mut bytes = [0; CODE_BYTES];
        SystemRandom::new().fill(&mut bytes).map_err(|_| anyhow!("the system gives no random numbers"))?;
        let (code, now) = (to_base64url(&bytes), self.now());
        let row = HandoverRow {
            purposes: serde_json::to_string(&handover.purposes)?,
            notice: handover.notice.to_text(),
            made_by: handover.made_by.name().to_owned(),
            made_at: format_instant(now),
            expires_at: format_instant(now.saturating_add(LIFE)?),
        };
        self.keeper.storage.keep_handover(Digest::of(code.as_bytes()), site.as_str(), &row).await?;
        Ok((code, row.expires_at))
    }

    /// Takes a hand-over of this site, once; `None` where no code of this site is known, or it has ended.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn redeem(&self, site: &SiteId, code: &str) -> Result<Option<Redeemed>, StoreError> {
        let found = self.keeper.storage.take_handover(Digest::of(code.as_bytes()), site.as_str()).await?;
        let Some(row) = found.filter(|row| format_instant(self.now()) < row.expires_at) else { return Ok(None) };
        let purposes = serde_json::from_str(&row.purposes).map_err(|_| StoreError::Corrupt("what was handed over"))?;
        Ok(Some(Redeemed { purposes, notice: row.notice, by: row.made_by, made_at: row.made_at }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_well_formed_and_vouched_for_is_handed_over() {
        let notice = Digest::of(b"notice").to_text();
        let made = |purposes: &[(&str, Decided)], notice: &str, made_by| {
            let purposes = purposes.iter().map(|(id, decided)| ((*id).to_owned(), *decided)).collect();
            Handover::new(purposes, notice, made_by).err()
        };
        let (granted, refused) = (Decided::Granted, Decided::Refused);
        assert_eq!(made(&[("maps", granted), ("chat", refused)], &notice, MadeBy::Server), None);
        assert_eq!(made(&[("granted", refused)], &notice, MadeBy::Anyone), None);
        assert_eq!(made(&[], &notice, MadeBy::Anyone), None);
        assert_eq!(made(&[("maps", granted), ("chat", refused)], &notice, MadeBy::Anyone), Some(HandoverFault::Grants));
        for (purposes, notice, expected) in
            [(&[("Maps", refused)][..], notice.as_str(), "member purposes: an id"), (&[("maps", refused)], "1.0", "member notice")]
        {
            let Some(HandoverFault::Malformed(words)) = made(purposes, notice, MadeBy::Server) else { panic!("{expected}") };
            assert!(words.starts_with(expected), "{words}");
        }
        let many: BTreeMap<_, _> = (0..65).map(|number| (format!("p{number}"), refused)).collect();
        assert!(matches!(Handover::new(many, &notice, MadeBy::Server), Err(HandoverFault::Malformed(_))));
    }
}
