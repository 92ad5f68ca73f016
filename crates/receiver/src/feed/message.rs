//! What a downstream system gets of one entry or one change: a structured CloudEvent (CloudEvents 1.0, JSON event format).
//! An erased entry gives no message. A change names its address by the keyed hash, so that whoever has the site's hash key knows whose it is:
//! a receipt does not say that to anybody.

use crate::log::Listed;
use crate::marketing::Change;
use crate::site::SiteId;
use serde::Serialize;

/// One message, ready to be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Message {
    /// By which a downstream system knows a message that comes again: the receipt's id, of a change with its number.
    pub(super) id: String,
    /// `choice` and so on; `marketing`.
    pub(super) kind: String,
    /// The CloudEvent.
    pub(super) body: String,
}

#[derive(Serialize)]
struct Event<'a, B> {
    specversion: &'static str,
    id: &'a str,
    source: String,
    r#type: String,
    subject: String,
    time: &'a str,
    datacontenttype: &'static str,
    data: B,
}

#[derive(Serialize)]
struct Body<'a> {
    site: &'a SiteId,
    index: u64,
    rid: &'a str,
    received_at: &'a str,
    gap: bool,
    receipt_sha256: String,
    receipt: &'a str,
    countersignature: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangeBody<'a> {
    site: &'a SiteId,
    seq: u64,
    hash: String,
    channel: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    state: &'static str,
    at: &'a str,
    how: &'a str,
    rid: &'a str,
}

impl Message {
    /// The message of a change at `site`, whose log has the origin line `origin`.
    pub(super) fn of_change(site: &SiteId, origin: &str, change: &Change) -> Option<Self> {
        let id = format!("{}.{}", change.rid, change.seq);
        let event = Event {
            specversion: "1.0",
            id: &id,
            source: format!("//{origin}"),
            r#type: format!("dev.countersign.marketing.v1.{}", change.turn.to.name()),
            subject: change.seq.to_string(),
            time: &change.at,
            datacontenttype: "application/json",
            data: ChangeBody {
                site,
                seq: change.seq,
                hash: change.hash.to_string(),
                channel: change.turn.channel.as_str(),
                topic: change.turn.topic.named(),
                state: change.turn.to.name(),
                at: &change.at,
                how: &change.how,
                rid: &change.rid,
            },
        };
        let body = serde_json::to_string(&event).ok()?;
        Some(Self { id, kind: "marketing".to_owned(), body })
    }

    /// The message of an entry of the log of `site`, whose origin line is `origin`; `None` where the entry is erased.
    pub(super) fn of(site: &SiteId, origin: &str, entry: &Listed) -> Option<Self> {
        let (rid, receipt) = entry.rid.as_deref().zip(entry.jws.as_deref())?;
        let event = Event {
            specversion: "1.0",
            id: rid,
            source: format!("//{origin}"),
            r#type: format!("dev.countersign.receipt.v1.{}", entry.kind),
            subject: entry.index.to_string(),
            time: &entry.received_at,
            datacontenttype: "application/json",
            data: Body {
                site,
                index: entry.index,
                rid,
                received_at: &entry.received_at,
                gap: entry.has_gap,
                receipt_sha256: entry.leaf.to_string(),
                receipt,
                countersignature: entry.countersignature.as_deref(),
            },
        };
        let body = serde_json::to_string(&event).ok()?;
        Some(Self { id: rid.to_owned(), kind: entry.kind.clone(), body })
    }
}
