//! How often messages are opened and their links followed, by day: what a link says in; counts of those who allow it out.
//!
//! A request is answered before anything is looked up, so that its answer and the time that it takes say nothing of a choice. Whether the
//! address may be written to about this topic is asked afterwards; where it may not, nothing is counted and nothing stored.
//! What is counted is the day, the day on which the message was made, channel and topic: never who, and no name of a campaign either, because
//! a campaign of one recipient would be a trail. Counts go to the database once a second; a receiver that ends loses those of its last.
//! Deliberately absent: unique readers, which cannot be counted without knowing them.

use crate::ledger::Ledger;
use crate::problem::chain;
use crate::site::SiteId;
use crate::store::{FigureRow, StoreError};
use countersign_suppression::{ChannelId, Keyring, Purpose, State, Token, TopicId};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long counts gather before they are written.
const GATHER: Duration = Duration::from_secs(1);
/// Requests that wait to be looked up, at most; more are not counted, so that a flood costs no memory.
const MAX_WAITING: usize = 4_096;
/// A count below this is not told: so few people could be known.
pub(crate) const FEW: i64 = 5;

/// What was opened or followed.
type Key = (SiteId, String, String, String, String);

/// Counts of opens and of clicks.
type Counts = BTreeMap<Key, (i64, i64)>;

/// Counts for one ledger. Clones share them.
#[derive(Clone)]
pub(crate) struct Figures {
    ledger: Ledger,
    gathered: Arc<Mutex<Counts>>,
    waiting: Arc<Semaphore>,
}

impl Figures {
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self { ledger, gathered: Arc::default(), waiting: Arc::new(Semaphore::new(MAX_WAITING)) }
    }

    /// Counts what a link of `site` says, apart from the request, where its address allows it.
    pub(crate) fn seen(&self, site: &SiteId, keys: &Keyring, token: Token) {
        let Ok(permit) = self.waiting.clone().try_acquire_owned() else { return };
        let (this, site, hash) = (self.clone(), site.clone(), keys.hash(&token.address));
        tokio::spawn(async move {
            let asked = this.ledger.may_write(&site, &token.channel, &token.topic, &[hash]).await;
            drop(permit);
            match asked {
                Ok(states) if states == [Some(State::Given)] => this.add(site, &token),
                Ok(_) => {}
                Err(cause) => tracing::warn!(cause = chain(&cause), "an opened message cannot be counted"),
            }
        });
    }

    fn add(&self, site: SiteId, token: &Token) {
        let sent_on = i64::try_from(token.minted_ms()).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).unwrap_or_default();
        let key = (site, day(self.ledger.now()), day(sent_on), token.channel.to_string(), token.topic.to_string());
        let mut gathered = self.gathered.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = gathered.is_empty();
        let (opens, clicks) = gathered.entry(key).or_default();
        match token.purpose {
            Purpose::Click => *clicks += 1,
            _ => *opens += 1,
        }
        if is_first {
            let this = self.clone();
            tokio::spawn(async move {
                tokio::time::sleep(GATHER).await;
                this.flush().await;
            });
        }
    }

    /// Writes what has gathered. What cannot be written is lost, and the log says so: a count may be too low, and is never too high.
    pub(crate) async fn flush(&self) {
        let taken = std::mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner));
        let mut sites: BTreeMap<SiteId, Vec<FigureRow>> = BTreeMap::new();
        for ((site, day, sent_on, channel, topic), (opens, clicks)) in taken {
            sites.entry(site).or_default().push(FigureRow { day, sent_on, channel, topic, opens, clicks });
        }
        for (site, rows) in sites {
            if let Err(cause) = self.ledger.keeper.storage.count(site.as_str(), &rows).await {
                tracing::warn!(cause = chain(&cause), count = rows.len(), "counts of opened messages are lost");
            }
        }
    }
}

/// Counts of one day, one day of sending, one channel and one topic.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Figure {
    /// On which day: `YYYY-MM-DD`, UTC.
    pub day: String,
    /// On which day the links of the message were made.
    pub sent_on: String,
    /// On which channel.
    pub channel: ChannelId,
    /// About what.
    pub topic: TopicId,
    /// How often the message was opened; `None` for one to four times.
    pub opens: Option<u64>,
    /// How often a link was followed; `None` for one to four times.
    pub clicks: Option<u64>,
}

impl TryFrom<FigureRow> for Figure {
    type Error = StoreError;

    fn try_from(row: FigureRow) -> Result<Self, StoreError> {
        let corrupt = |_| StoreError::Corrupt("the id of a channel or topic");
        let told = |count: i64| u64::try_from(count).ok().filter(|_| count == 0 || count >= FEW);
        let (channel, topic) = (row.channel.parse().map_err(corrupt)?, row.topic.parse().map_err(corrupt)?);
        Ok(Self { day: row.day, sent_on: row.sent_on, channel, topic, opens: told(row.opens), clicks: told(row.clicks) })
    }
}

impl Ledger {
    /// How often messages were opened and links followed from one day to another, `YYYY-MM-DD`, both inclusive.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn opened(&self, site: &SiteId, from: &str, to: &str) -> Result<Vec<Figure>, StoreError> {
        self.keeper.storage.figures(site.as_str(), from, to).await?.into_iter().map(Figure::try_from).collect()
    }
}

/// The date of an instant, in UTC.
fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).date().to_string()
}
