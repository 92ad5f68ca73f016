//! The queue of requests: what the visitor may learn and add, and what staff may do, each with its trace in the record of acts.
//! Deliberately absent: who is staff, and any answer to the visitor's question itself, which goes to the contact that they gave.

use super::asked::Term;
use super::calendar::RightsTable;
use super::state::RequestState;
use crate::ledger::Ledger;
use crate::site::SiteId;
use crate::store::{Act, ActRow, RequestFilter, RequestRow, StoreError, ToldRow, rid_hash};
use crate::values::format_instant;
use countersign_core::{Digest, Right, Starts};

/// A request as it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// Whose it is.
    pub site: SiteId,
    /// The id of its receipt; gone once that is erased.
    pub rid: Option<String>,
    /// What is asked.
    pub right: Right,
    /// Where it stands.
    pub state: RequestState,
    /// When it came: RFC 3339, UTC, milliseconds.
    pub received_at: String,
    /// The last day for an answer, by the site's calendar: `YYYY-MM-DD`. `None` where no time is stated, or before it begins.
    pub due_on: Option<String>,
    /// The time that the receipt names.
    pub promised: Option<String>,
    /// From when it counts.
    pub starts: Starts,
    /// When it changed last.
    pub changed_at: String,
    /// Why it was refused, or what was said beside another step; the visitor reads it.
    pub reason: Option<String>,
    /// What the visitor told beside the receipt.
    pub told: Option<Told>,
    pub(crate) key: (i64, i64),
    secret: Option<Vec<u8>>,
}

/// What the visitor tells beside the receipt: never in a receipt, never in a log.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Told {
    /// Where the answer can reach them.
    pub contact: String,
    /// What it is about; may be empty.
    pub words: String,
    /// The language that they read; BCP 47.
    pub lang: String,
}

/// What became of a telling.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Telling {
    /// It is kept, now or since the same was told before.
    Kept(Box<Request>),
    /// Something else was told before.
    Other,
    /// The request is answered or refused already.
    Closed,
    /// No request has this id and secret.
    Unproven,
}

/// What became of a step that staff took.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Decision {
    /// It is done.
    Done(Box<Request>),
    /// From where the request stands, this does not follow.
    NotNext(RequestState),
    /// A refusal has no reason.
    NoReason,
    /// Nothing has this id.
    Unknown,
}

/// A part of the queue, those due first in front.
#[derive(Clone, Copy, Debug)]
pub struct RequestPage<'a> {
    /// Only of this site.
    pub site: Option<&'a SiteId>,
    /// Only in this state; `None`: those that wait for something.
    pub state: Option<RequestState>,
    /// So many are passed over.
    pub skip: u32,
    /// At most so many.
    pub limit: u32,
}

impl TryFrom<RequestRow> for Request {
    type Error = StoreError;

    fn try_from(row: RequestRow) -> Result<Self, StoreError> {
        let told = row.contact.map(|contact| Told { contact, words: row.words.unwrap_or_default(), lang: row.lang.unwrap_or_default() });
        Ok(Self {
            site: row.site.parse().map_err(|_| StoreError::Corrupt("the id of a site"))?,
            rid: row.rid,
            right: Right::from_name(&row.asked).ok_or(StoreError::Corrupt("a right that is asked for"))?,
            state: RequestState::from_name(&row.state).ok_or(StoreError::Corrupt("the state of a request"))?,
            received_at: row.received_at,
            due_on: row.due_on,
            promised: row.promised,
            starts: Starts::from_name(&row.starts).ok_or(StoreError::Corrupt("when a request's time begins"))?,
            changed_at: row.changed_at,
            reason: row.reason,
            told,
            key: (row.log, row.idx),
            secret: row.secret,
        })
    }
}

impl Ledger {
    /// A page of the queue.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn requests(&self, page: RequestPage<'_>) -> Result<Vec<Request>, StoreError> {
        let filter = RequestFilter {
            site: page.site.map_or("", SiteId::as_str),
            state: page.state.map_or("", RequestState::name),
            skip: page.skip,
            limit: page.limit,
        };
        self.keeper.storage.requests(&filter).await?.into_iter().map(Request::try_from).collect()
    }

    /// The request of a receipt.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn request(&self, rid: &str) -> Result<Option<Request>, StoreError> {
        self.keeper.storage.request(rid_hash(rid)).await?.map(Request::try_from).transpose()
    }

    /// The request of a receipt, for whoever knows the secret whose SHA-256 the receipt names.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn own_request(&self, rid: &str, secret: &str) -> Result<Option<Request>, StoreError> {
        let given = Digest::of(secret.as_bytes());
        // Digests of secrets: the time of the comparison tells nothing about a secret.
        Ok(self.request(rid).await?.filter(|request| request.secret.as_deref() == Some(given.bytes().as_slice())))
    }

    /// Keeps what the visitor tells about their request, once.
    ///
    /// # Errors
    /// What the database reports.
    pub async fn tell(&self, rid: &str, secret: &str, told: &Told) -> Result<Telling, StoreError> {
        let Some(request) = self.own_request(rid, secret).await? else { return Ok(Telling::Unproven) };
        match &request.told {
            Some(before) if before == told => return Ok(Telling::Kept(Box::new(request))),
            Some(_) => return Ok(Telling::Other),
            None if request.state.is_closed() => return Ok(Telling::Closed),
            None => {}
        }
        let now = self.keeper.now_text();
        let row = ToldRow { contact: &told.contact, words: &told.words, lang: &told.lang, at: &now };
        let act = Act { at: &now, who: None, what: "told", request: Some(request.key) };
        let first = self.keeper.storage.tell(request.key, &row, &act).await?;
        // Somebody else was faster, with the same words or with others.
        let Some(after) = self.request(rid).await? else { return Ok(Telling::Unproven) };
        Ok(if first || after.told.as_ref() == Some(told) { Telling::Kept(Box::new(after)) } else { Telling::Other })
    }

    /// Notes that a member of staff read a request.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn note_reading(&self, who: &str, request: &Request) -> Result<(), StoreError> {
        let now = self.keeper.now_text();
        self.keeper.storage.act(&Act { at: &now, who: Some(who), what: "read", request: Some(request.key) }).await
    }

    /// What was done to a request, first things first.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn acts_on(&self, request: &Request) -> Result<Vec<ActRow>, StoreError> {
        self.keeper.storage.acts_on(request.key).await
    }

    /// Up to `limit` acts after number `after`, first things first.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn acts(&self, after: i64, limit: u32) -> Result<Vec<ActRow>, StoreError> {
        self.keeper.storage.acts(after, limit).await
    }

    /// Takes a request from where it stands to `to`; `who` is the member of staff, and `reason` is what the visitor will read.
    /// Where the time begins with the identity, it begins here.
    ///
    /// # Errors
    /// What the database reports.
    pub(crate) async fn decide(
        &self, who: &str, rid: &str, to: RequestState, reason: Option<&str>, table: &RightsTable,
    ) -> Result<Decision, StoreError> {
        let Some(request) = self.request(rid).await? else { return Ok(Decision::Unknown) };
        if !request.state.next().contains(&to) {
            return Ok(Decision::NotNext(request.state));
        }
        if to == RequestState::Refused && reason.is_none() {
            return Ok(Decision::NoReason);
        }
        let begins = to == RequestState::Identified && request.due_on.is_none() && request.starts == Starts::Identity;
        let term = table.term(request.right, request.promised.as_deref().and_then(Term::parse)).filter(|_| begins);
        let due = term.and_then(|term| table.due(self.now(), &term)).map(|date| date.to_string());
        let now = format_instant(self.now());
        let act = Act { at: &now, who: Some(who), what: to.name(), request: Some(request.key) };
        let done = self.keeper.storage.decide(request.key, request.state.name(), due.as_deref(), reason, &act).await?;
        let Some(after) = self.request(rid).await? else { return Ok(Decision::Unknown) };
        // Another member of staff was faster: the request stands elsewhere by now.
        Ok(if done { Decision::Done(Box::new(after)) } else { Decision::NotNext(after.state) })
    }
}
