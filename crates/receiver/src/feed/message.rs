//! What a downstream system gets of one entry: a structured CloudEvent (CloudEvents 1.0, JSON event format).
//! An erased entry gives no message.

use crate::log::Listed;
use crate::site::SiteId;
use serde::Serialize;

/// One message, ready to be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Message {
    /// The receipt's id, by which a downstream system knows a message that comes again.
    pub(super) id: String,
    /// `choice` and so on.
    pub(super) kind: String,
    /// The CloudEvent.
    pub(super) body: String,
}

#[derive(Serialize)]
struct Event<'a> {
    specversion: &'static str,
    id: &'a str,
    source: String,
    r#type: String,
    subject: String,
    time: &'a str,
    datacontenttype: &'static str,
    data: Body<'a>,
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

impl Message {
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
