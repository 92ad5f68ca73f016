//! What the pages of links share: a link opened or not, what the site calls things, and the headers of every answer.

use super::html::{Choice, Concern, Frame, policy, trouble};
use super::tokens::milliseconds;
use super::words::Words;
use crate::addresses::Peer;
use crate::log::Entry;
use crate::marketing::{Carried, Signals, TopicWords, Wish};
use crate::metrics::Taken;
use crate::problem::RouteError;
use crate::routes::Shared;
use crate::site::SiteId;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use countersign_core::Kind;
use countersign_suppression::{ChannelId, Keyring, Purpose, Standing, Subject, Token};
use maud::Markup;
use std::sync::LazyLock;

static POLICY: LazyLock<HeaderValue> =
    LazyLock::new(|| HeaderValue::from_str(&policy()).unwrap_or(HeaderValue::from_static("default-src 'none'")));

/// A link that one of the sites here has sealed, with who opens it.
pub(super) struct Link<'a> {
    pub(super) shared: &'a Shared,
    pub(super) site: &'a SiteId,
    pub(super) token: Token,
    keys: &'a Keyring,
    words: &'static Words,
    path: String,
}

impl<'a> Link<'a> {
    /// Opens the link of a request, whose purpose its address says; what cannot be opened is answered already.
    /// Only what does not open is counted against its sender: mail systems open and answer the links of many people from one address.
    pub(super) fn open(
        shared: &'a Shared, purpose: Purpose, text: &str, lang: Option<&str>, headers: &HeaderMap, peer: Option<Peer>,
    ) -> Result<Self, Box<Response>> {
        let path = format!("/{}/{text}", if purpose == Purpose::Confirm { "c" } else { "u" });
        let opened = shared.keyrings.open(text).filter(|(.., token)| token.purpose == purpose);
        let Some((site, keys, token)) = opened else {
            if let Err(wait) = shared.addresses.pace(headers, peer) {
                return Err(Box::new(RouteError::RateLimited(wait).into_response()));
            }
            let words = Words::of(lang, headers, "en");
            let page = trouble(&Frame { words, site: "", path: "" }, "broken-title", "broken-lead");
            return Err(Box::new(shown(StatusCode::NOT_FOUND, page)));
        };
        let own = shared.marketing.of(site).and_then(|table| Some(table.languages.first()?.lang.as_str())).unwrap_or("en");
        let link = Self { shared, site, keys, token, words: Words::of(lang, headers, own), path };
        if link.token.is_expired(milliseconds(shared.ledger.now())) {
            let lead = if purpose == Purpose::Confirm { "confirm-ended" } else { "ended-lead" };
            return Err(Box::new(shown(StatusCode::GONE, trouble(&link.frame(), "ended-title", lead))));
        }
        Ok(link)
    }

    pub(super) fn frame(&self) -> Frame<'_> {
        let site = self.shared.marketing.of(self.site).and_then(|table| table.controller.as_deref()).unwrap_or(self.site.as_str());
        Frame { words: self.words, site, path: &self.path }
    }

    pub(super) fn concern(&self) -> Concern<'_> {
        let Token { address, channel, topic, .. } = &self.token;
        let named = self.shared.marketing.of(self.site).and_then(|table| table.words(self.words.tag));
        let channel_title = named.and_then(|words| words.channel(channel)).unwrap_or_else(|| self.words.channel(channel.as_str()));
        let topic_title = named.and_then(|words| words.topic(topic)).unwrap_or(topic.as_str());
        Concern { address, topic, channel_title, topic_title }
    }

    /// The topics that the site sends on this channel, each with what holds for it.
    pub(super) fn choices(&self, standing: &Standing) -> Vec<Choice<'_>> {
        let named = self.shared.marketing.of(self.site).and_then(|table| table.words(self.words.tag));
        let topics = named.map_or(&[][..], |words| words.topics.as_slice());
        let choice = |row: &'a TopicWords| {
            let is_given = standing.may_write(&self.token.channel, &row.id);
            Choice { id: row.id.as_str(), title: &row.title, description: row.description.as_deref(), is_given }
        };
        topics.iter().filter(|row| row.channels.contains(&self.token.channel)).map(choice).collect()
    }

    pub(super) fn subject(&self) -> Subject {
        self.keys.subject(self.token.address.clone())
    }

    pub(super) fn channel(&self) -> ChannelId {
        self.token.channel.clone()
    }

    /// What holds for the person.
    pub(super) async fn standing(&self) -> Result<Standing, RouteError> {
        let held = self.shared.ledger.standing(self.site, self.subject().hash()).await?;
        Ok(crate::marketing::standing(&held))
    }

    /// Carries a wish out. Its receipt, where there is one.
    pub(super) async fn carry(&self, wish: Wish) -> Result<Option<Entry>, RouteError> {
        carry(self.shared, self.site, wish).await
    }
}

/// Carries a wish out in a task of its own: who hangs up does not interrupt it. Its receipt, where there is one.
pub(super) async fn carry(shared: &Shared, site: &SiteId, wish: Wish) -> Result<Option<Entry>, RouteError> {
    let ledger = shared.ledger.clone();
    let done = tokio::spawn(async move { ledger.carry(&wish).await });
    Ok(match done.await.map_err(|_| RouteError::Lost)?? {
        Carried::Held => None,
        Carried::Done(entry) => {
            let taken = Taken { site: site.to_string(), kind: Kind::Unsubscribe.name(), outcome: "new" };
            shared.metrics.taken(&taken);
            Some(*entry)
        }
    })
}

/// A page as an answer, which no cache keeps, no search engine lists, and no page of another site frames.
pub(super) fn shown(status: StatusCode, page: Markup) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, POLICY.clone()),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex, nofollow")),
    ];
    (status, headers, page.into_string()).into_response()
}

/// What the browser sends of a preference.
pub(super) fn signals(headers: &HeaderMap) -> Signals {
    let is_on = |name: &'static str| headers.get(HeaderName::from_static(name)).is_some_and(|value| value == "1");
    Signals { gpc: is_on("sec-gpc"), dnt: is_on("dnt") }
}
