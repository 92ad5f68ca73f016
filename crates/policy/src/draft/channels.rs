//! The channels on which a policy announces marketing, and how each is stopped.
//!
//! In: a page. Out: each channel once, with the sentence that announces it, the words to send back, and the sentence that says how to stop.
//! Deliberately absent: messages about a shipment itself.

use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use super::table::Table;
use crate::facts::{Found, pattern};
use crate::sentence::{self, Cut};

/// One channel.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DraftChannel {
    /// A stable name, such as `sms`.
    pub id: String,
    /// The sentence that announces marketing on it, or the one that says how to stop it.
    pub said: Found<String>,
    /// Words to send back, such as `TD`.
    pub words: Vec<String>,
    /// The sentence that says how to stop.
    pub way: Option<Found<String>>,
}

/// More bytes are no single statement.
const LONGEST: usize = 1_500;

static TABLE: LazyLock<Option<Table>> =
    LazyLock::new(|| Table::parse(include_str!("../../data/facts/channels.toml"), &["marketing", "stop"]));
static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:[Rr]eply(?:ing)?(?:[ \n]+with|[ \n]+by)?|[Tt]ext|[Bb]alas(?:[ \n]+dengan)?|回[复復覆])[ \n]*[“"「']?(?P<first>[A-Z]{1,6}|退订|退訂)[”"」']?(?P<more>(?:[ ]*(?:或|、|,|/|or|atau)[ ]*[“"「']?[A-Z]{1,6}[”"」']?)*)"#,
    )
});

/// The channels of a page, in text order.
pub(super) fn find(page: &Page<'_>) -> Vec<DraftChannel> {
    let Some(table) = &*TABLE else { return Vec::new() };
    let mut list: Vec<DraftChannel> = Vec::new();
    for (_, span) in sentence::of(page.reading, Cut::Clauses).filter(|(_, span)| span.len() <= LONGEST) {
        let words = page.words(&span);
        let found = table.read(words);
        let (markets, stops) = (found.has("marketing"), found.has("stop"));
        let replies = replies(words);
        let mut ids: Vec<&str> = found.names.iter().map(|(id, _)| *id).filter(|_| markets || stops).collect();
        // Only text messages are answered by a word.
        if !replies.is_empty() && stops && !ids.contains(&"sms") {
            ids.push("sms");
        }
        for id in ids {
            let known = list.iter_mut().find(|known| known.id == id);
            let way = stops.then(|| page.found(&span));
            match known {
                Some(known) => {
                    if known.way.is_none() {
                        known.way = way;
                    }
                    if id == "sms" && known.words.is_empty() {
                        known.words.clone_from(&replies);
                    }
                }
                None if markets || !replies.is_empty() => {
                    let words = if id == "sms" { replies.clone() } else { Vec::new() };
                    list.push(DraftChannel { id: id.to_owned(), said: page.found(&span), words, way });
                }
                None => {}
            }
        }
    }
    list
}

/// The words that a sentence asks to send back.
fn replies(words: &str) -> Vec<String> {
    let Some(captures) = REPLY.captures(words) else { return Vec::new() };
    let first = captures.name("first").map(|first| first.as_str().to_owned());
    let more = captures.name("more").map_or("", |more| more.as_str());
    let rest = more.split(|letter: char| !letter.is_ascii_uppercase()).filter(|word| !word.is_empty()).map(str::to_owned);
    first.into_iter().chain(rest).collect()
}
