//! Lists of other systems: who is stopped or allowed in; what became of each row out.
//! A list stops whoever it names. What it allows holds only where nothing was ever said here: a list is the word of the site and not of the
//! person, and it lifts nothing, however new it is.

use super::{Carried, How, Reason, Wish};
use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{StoreError, SuppressionRow};
use countersign_suppression::{AddressHash, ChannelId, State, Subject, TopicId, Turn};

/// A row of a list.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Whose.
    pub subject: Subject,
    /// What is said.
    pub turn: Turn,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Imported {
    /// It changed what holds.
    Changed,
    /// It held already.
    Held,
    /// It would have allowed what is stopped; it stays stopped.
    Left,
}

/// A suppression that holds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Suppression {
    /// The number of the change that made it; those of a site rise in the order in which they came.
    pub seq: u64,
    /// Whose.
    pub hash: AddressHash,
    /// On which channel.
    pub channel: ChannelId,
    /// About what.
    pub topic: TopicId,
    /// Why: the name of a [`Reason`].
    pub reason: String,
    /// Since when: RFC 3339, UTC, milliseconds.
    pub at: String,
    /// The control of the receipt.
    pub how: String,
    /// By which way it came.
    pub source: String,
    /// The receipt's id.
    pub rid: String,
}

impl TryFrom<SuppressionRow> for Suppression {
    type Error = StoreError;

    fn try_from(row: SuppressionRow) -> Result<Self, StoreError> {
        let corrupt = |_| StoreError::Corrupt("the id of a channel or topic");
        let seq = u64::try_from(row.seq).map_err(|_| StoreError::Corrupt("the number of a change"))?;
        let (hash, channel, topic) = (row.hash()?, row.channel.parse().map_err(corrupt)?, row.topic.parse().map_err(corrupt)?);
        let SuppressionRow { reason, at, how, source, rid, .. } = row;
        Ok(Self { seq, hash, channel, topic, reason, at, how, source, rid })
    }
}

impl Ledger {
    /// Takes a list over, many rows at once; of two about one address, what stops it holds, in whatever order. `reason` is why its addresses are stopped, `source` by which way it came.
    ///
    /// # Errors
    /// What the database reports; what was taken over before stays, and the same call again is safe.
    pub async fn take_over(&self, site: &SiteId, rows: Vec<ImportRow>, reason: Reason, source: &str) -> Result<Vec<Imported>, StoreError> {
        let wish = |row: &ImportRow| {
            let wish = Wish::new(site, row.subject.clone(), How::Desk, vec![row.turn.clone()]);
            wish.because(reason).from_source(source).of_list()
        };
        let carried = self.carry_all(rows.iter().map(wish).collect()).await?;
        let mut taken = Vec::with_capacity(rows.len());
        for (row, carried) in rows.iter().zip(carried) {
            taken.push(match carried {
                Carried::Done(_) => Imported::Changed,
                Carried::Held if row.turn.to == State::Given && !self.allows(site, row).await? => Imported::Left,
                Carried::Held => Imported::Held,
            });
        }
        Ok(taken)
    }

    async fn allows(&self, site: &SiteId, row: &ImportRow) -> Result<bool, StoreError> {
        let states = self.may_write(site, &row.turn.channel, &row.turn.topic, &[row.subject.hash()]).await?;
        Ok(states == [Some(State::Given)])
    }

    /// Up to `limit` suppressions of a site that hold, after number `after`, in the order in which they came.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn suppressions(&self, site: &SiteId, after: u64, limit: u32) -> Result<Vec<Suppression>, StoreError> {
        let Ok(after) = i64::try_from(after) else { return Ok(Vec::new()) };
        self.keeper.storage.suppressions(site.as_str(), after, limit).await?.into_iter().map(Suppression::try_from).collect()
    }
}
