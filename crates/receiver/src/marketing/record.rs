//! The verbs of the ledger on who may be written to.

use super::seal::seal;
use super::wish::{Carried, Wish};
use crate::ledger::Ledger;
use crate::log::Appended;
use crate::site::SiteId;
use crate::store::{ChangeRow, StandingRow, StoreError, state, turn};
use aws_lc_rs::rand::SystemRandom;
use countersign_suppression::{AddressHash, ChannelId, Settled, Standing, State, TopicId, Turn};
use std::collections::HashMap;
use tokio::task::JoinSet;

/// Wishes of a list that wait for the log at once: as many as one of its batches holds.
const AT_ONCE: usize = 512;
/// Addresses that one statement asks for.
const MAX_HASHES: usize = 10_000;

/// What holds for one topic of a channel.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Held {
    /// Channel, topic and state.
    pub turn: Turn,
    /// Why it is withdrawn; empty where it is given.
    pub reason: String,
    /// Since when: RFC 3339, UTC, milliseconds.
    pub at: String,
    /// The control of the receipt.
    pub how: String,
    /// By which way it came; empty where it is given.
    pub source: String,
    /// The receipt's id.
    pub rid: String,
}

/// One change, as downstream systems follow them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Change {
    /// Its number; those of a site rise in the order in which they came.
    pub seq: u64,
    /// Whose.
    pub hash: AddressHash,
    /// Channel, topic and what holds since. One about every topic ends what held for single ones.
    pub turn: Turn,
    /// When: RFC 3339, UTC, milliseconds.
    pub at: String,
    /// The control of the receipt.
    pub how: String,
    /// The receipt's id.
    pub rid: String,
}

impl Ledger {
    /// Carries a wish out: its receipt, its rows and its changes are on the disk when this returns [`Carried::Done`].
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too many wait; else what the database reports. The same call again is safe.
    pub async fn carry(&self, wish: &Wish) -> Result<Carried, StoreError> {
        let mut standing = standing(&self.standing(&wish.site, wish.subject.hash()).await?);
        let turns: Vec<Turn> = wish.turns.iter().filter(|turn| standing.settle(turn) == Settled::Changed).cloned().collect();
        if turns.is_empty() {
            return Ok(Carried::Held);
        }
        let receipt = seal(wish, turns, self.origin(), self.now(), &SystemRandom::new())?;
        match self.append(&receipt).await? {
            Appended::New(entry) | Appended::Known(entry) => Ok(Carried::Done(Box::new(entry))),
            // Somebody was faster with the same.
            Appended::Held => Ok(Carried::Held),
            Appended::Conflict | Appended::Erased | Appended::OutOfOrder | Appended::KeySubstituted => {
                Err(StoreError::Corrupt("the random id of a receipt stands in the log already"))
            }
        }
    }

    /// The same for many, together in the batches of their log; answers in the order of the wishes.
    ///
    /// # Errors
    /// The first one; what was carried out before it stays, and the same call again is safe.
    pub async fn carry_all(&self, wishes: Vec<Wish>) -> Result<Vec<Carried>, StoreError> {
        let mut answers = Vec::with_capacity(wishes.len());
        let mut wishes = wishes.into_iter();
        loop {
            let mut tasks = JoinSet::new();
            for (place, wish) in wishes.by_ref().take(AT_ONCE).enumerate() {
                let ledger = self.clone();
                tasks.spawn(async move { (place, ledger.carry(&wish).await) });
            }
            if tasks.is_empty() {
                return Ok(answers);
            }
            let mut part: Vec<(usize, Result<Carried, StoreError>)> = tasks.join_all().await;
            part.sort_by_key(|(place, _)| *place);
            for (_, answer) in part {
                answers.push(answer?);
            }
        }
    }

    /// Everything that holds for an address, by channel and topic; what no row speaks of is not allowed.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn standing(&self, site: &SiteId, hash: AddressHash) -> Result<Vec<Held>, StoreError> {
        self.keeper.storage.standing(site.as_str(), hash).await?.into_iter().map(Held::try_from).collect()
    }

    /// Up to `limit` changes of a site after number `after`, first ones first.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn changes(&self, site: &SiteId, after: u64, limit: u32) -> Result<Vec<Change>, StoreError> {
        // A number that no change has yet.
        let Ok(after) = i64::try_from(after) else { return Ok(Vec::new()) };
        let rows = self.keeper.storage.changes(site.as_str(), after, limit).await?;
        rows.into_iter().map(Change::try_from).collect()
    }

    /// What holds for each of these addresses about a topic: whoever has [`State::Given`] may be written to, `None` means that nobody asked,
    /// and [`State::Withdrawn`] that it must not be. In the order of the addresses.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn may_write(
        &self, site: &SiteId, channel: &ChannelId, topic: &TopicId, hashes: &[AddressHash],
    ) -> Result<Vec<Option<State>>, StoreError> {
        let mut answers = Vec::with_capacity(hashes.len());
        for part in hashes.chunks(MAX_HASHES) {
            let rows = self.keeper.storage.states(site.as_str(), channel.as_str(), topic.as_str(), part).await?;
            // The row about the topic itself decides before the one about every topic.
            let mut found: HashMap<AddressHash, (bool, State)> = HashMap::with_capacity(rows.len());
            for row in rows {
                let state = state(&row.state)?;
                let of_topic = !row.topic.is_empty();
                let kept = found.entry(row.hash()?).or_insert((of_topic, state));
                if of_topic {
                    *kept = (true, state);
                }
            }
            answers.extend(part.iter().map(|hash| found.get(hash).map(|(_, state)| *state)));
        }
        Ok(answers)
    }
}

/// What a change does, reckoned from rows.
pub(crate) fn standing(held: &[Held]) -> Standing {
    let mut standing = Standing::default();
    held.iter().for_each(|held| standing.add(held.turn.clone()));
    standing
}

impl TryFrom<StandingRow> for Held {
    type Error = StoreError;

    fn try_from(row: StandingRow) -> Result<Self, StoreError> {
        let turn = turn(&row.channel, &row.topic, &row.state)?;
        Ok(Self { turn, reason: row.reason, at: row.at, how: row.how, source: row.source, rid: row.rid })
    }
}

impl TryFrom<ChangeRow> for Change {
    type Error = StoreError;

    fn try_from(row: ChangeRow) -> Result<Self, StoreError> {
        let seq = u64::try_from(row.seq).map_err(|_| StoreError::Corrupt("the number of a change"))?;
        let (hash, turn) = (row.hash()?, turn(&row.channel, &row.topic, &row.state)?);
        Ok(Self { seq, hash, turn, at: row.at, how: row.how, rid: row.rid })
    }
}
