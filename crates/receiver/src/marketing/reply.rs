//! What a reply to a message does: who wrote what in; a channel stopped, or joined again, or a text kept for staff out.
//! A reply is carried out before it is marked as known, so that a crash in between carries it out again, which changes nothing.

use super::inbound::{InboundSettings, Reply};
use super::{How, Wish};
use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{ReplyRow, StoreError, WaitingRow};
use crate::values::format_instant;
use countersign_suppression::{Address, AddressHash, AddressKind, ChannelId, Keyring, Meaning, Subject, TopicId};

/// What came of replies.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Outcome {
    /// Channels that are stopped, now or since before.
    pub(crate) stopped: u32,
    /// Channels that were joined again.
    pub(crate) joined: u32,
    /// Texts that wait for staff.
    pub(crate) kept: u32,
    /// Replies that came before.
    pub(crate) known: u32,
}

/// A reply that waits for a person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Waiting {
    /// Its number; those of a site rise.
    pub id: u64,
    /// By which gateway it came.
    pub shape: String,
    /// Who wrote; `None` where the sender is no address, such as a short number.
    pub hash: Option<AddressHash>,
    /// On which channel.
    pub channel: String,
    /// When it came: RFC 3339, UTC, milliseconds.
    pub at: String,
    /// What was written.
    pub text: String,
}

impl TryFrom<WaitingRow> for Waiting {
    type Error = StoreError;

    fn try_from(row: WaitingRow) -> Result<Self, StoreError> {
        let id = u64::try_from(row.id).map_err(|_| StoreError::Corrupt("the number of a reply"))?;
        Ok(Self { id, hash: row.hash()?, shape: row.shape, channel: row.channel, at: row.at, text: row.text })
    }
}

impl Ledger {
    /// Carries out one reply after another.
    ///
    /// # Errors
    /// What the database reports; the same call again is safe, and goes on where this one ended.
    pub(crate) async fn reply(
        &self, site: &SiteId, keys: &Keyring, settings: &InboundSettings, replies: &[Reply],
    ) -> Result<Outcome, StoreError> {
        let mut outcome = Outcome::default();
        for reply in replies {
            let storage = self.keeper.storage.as_ref();
            if storage.has_reply(site.as_str(), settings.shape.name(), &reply.id).await? {
                outcome.known += 1;
                continue;
            }
            let channel = match reply.channel.map(str::parse::<ChannelId>) {
                Some(Ok(channel)) => channel,
                _ => settings.channel.clone(),
            };
            let address = Address::parse(AddressKind::of(&channel), &reply.from, settings.code.as_ref()).ok();
            let subject = address.map(|address| keys.subject(address));
            let hash = subject.as_ref().map(Subject::hash);
            // A word of a sender who is no address concerns nobody here: a person has to read it.
            let meaning = if subject.is_some() { settings.words.read(&reply.text) } else { Meaning::Unknown };
            if let Some(subject) = subject.filter(|_| meaning != Meaning::Unknown) {
                let make = if meaning == Meaning::Stop { Wish::stop } else { Wish::allow };
                let wish = make(site, subject, How::Keyword, channel.clone(), TopicId::every());
                self.carry(&wish.from_source(format!("reply:{}", settings.shape.name()))).await?;
            }
            let (read_as, count) = match meaning {
                Meaning::Stop => ("stop", &mut outcome.stopped),
                Meaning::Rejoin => ("rejoin", &mut outcome.joined),
                Meaning::Unknown => ("unknown", &mut outcome.kept),
            };
            *count += 1;
            let row = ReplyRow {
                site: site.as_str(),
                shape: settings.shape.name(),
                message: &reply.id,
                hash,
                channel: channel.as_str(),
                at: &format_instant(self.now()),
                read_as,
                text: (meaning == Meaning::Unknown).then_some(reply.text.as_str()),
            };
            storage.keep_reply(&row).await?;
        }
        Ok(outcome)
    }

    /// Up to `limit` replies after number `after` that wait for a person, first ones first.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn replies(&self, site: &SiteId, after: u64, limit: u32) -> Result<Vec<Waiting>, StoreError> {
        let Ok(after) = i64::try_from(after) else { return Ok(Vec::new()) };
        self.keeper.storage.replies(site.as_str(), after, limit).await?.into_iter().map(Waiting::try_from).collect()
    }

    /// Forgets the text of a reply that `who` has dealt with; whether it waited.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn settle_reply(&self, site: &SiteId, id: u64, who: &str) -> Result<bool, StoreError> {
        let Ok(id) = i64::try_from(id) else { return Ok(false) };
        self.keeper.storage.settle_reply(site.as_str(), id, who, &format_instant(self.now())).await
    }
}
