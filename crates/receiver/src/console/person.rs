//! A person whom staff looked up: what holds, what changed, what was noted; and a change that they ask for.

use super::way::Way;
use crate::ledger::Ledger;
use crate::marketing::{Carried, Change, Held, How, Wish};
use crate::site::SiteId;
use crate::store::{Look, NewNote, NotedRow, StoreError};
use countersign_suppression::{AddressHash, Subject, Turn};

/// Changes and notes that a page shows, the last ones first.
const SHOWN: u32 = 100;

/// Everything that is known of an address.
pub(crate) struct Person {
    /// What holds, by channel and topic.
    pub(crate) held: Vec<Held>,
    /// What changed, the last first.
    pub(crate) changes: Vec<Change>,
    /// What staff noted, the last first.
    pub(crate) notes: Vec<NotedRow>,
}

/// A change that a person asked for.
pub(crate) struct Asked<'a> {
    pub(crate) site: &'a SiteId,
    pub(crate) subject: Subject,
    pub(crate) turn: Turn,
    pub(crate) way: Way,
    /// The evidence: who called when, where the letter lies.
    pub(crate) words: &'a str,
}

impl Ledger {
    /// Looks an address up for a member of staff, who is named in the record for it.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn look_up(&self, who: &str, site: &SiteId, hash: AddressHash) -> Result<Person, StoreError> {
        let (storage, at) = (self.keeper.storage.as_ref(), self.keeper.now_text());
        storage.look(&Look { at: &at, who, what: "looked up", site: site.as_str(), hash }).await?;
        let changes = storage.changes_of(site.as_str(), hash, SHOWN).await?;
        Ok(Person {
            held: self.standing(site, hash).await?,
            changes: changes.into_iter().map(Change::try_from).collect::<Result<_, _>>()?,
            notes: storage.notes(site.as_str(), hash).await?,
        })
    }

    /// Carries out what a person asked a member of staff for.
    /// The note comes first: a crash between the two leaves a note without a receipt, which says so, and never a change without its reason.
    ///
    /// # Errors
    /// What the database reports. The same call again is safe.
    pub(crate) async fn change_for(&self, who: &str, asked: Asked<'_>) -> Result<Carried, StoreError> {
        let (storage, at) = (self.keeper.storage.as_ref(), self.keeper.now_text());
        let what = format!("{} {} {}", if asked.stops() { "stopped" } else { "allowed" }, asked.turn.channel, topic_words(&asked.turn));
        let look = |what| Look { at: &at, who, what, site: asked.site.as_str(), hash: asked.subject.hash() };
        let id = storage.note(&NewNote { look: look(""), way: asked.way.name(), words: asked.words }).await?;
        let wish = Wish::new(asked.site, asked.subject.clone(), How::Desk, vec![asked.turn.clone()]);
        let carried = self.carry(&wish.from_source(format!("desk: {}", asked.way.name()))).await?;
        match &carried {
            Carried::Done(entry) => storage.settle_note(id, &entry.rid, &look(&what)).await?,
            Carried::Held => storage.drop_note(id).await?,
        }
        Ok(carried)
    }
}

impl Asked<'_> {
    fn stops(&self) -> bool {
        self.turn.to == countersign_suppression::State::Withdrawn
    }
}

/// A topic in the words of the record.
fn topic_words(turn: &Turn) -> String {
    turn.topic.named().map_or("(every topic)".to_owned(), str::to_owned)
}
