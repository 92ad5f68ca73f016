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
    /// Whether a call stops it.
    pub calls: bool,
    /// The sentence that says how to stop.
    pub way: Option<Found<String>>,
    /// The sentence that says where its messages can be read all the same.
    pub history: Option<Found<String>>,
}

/// More bytes are no single statement.
const LONGEST: usize = 1_500;

static TABLE: LazyLock<Option<Table>> =
    LazyLock::new(|| Table::parse(include_str!("../../data/facts/channels.toml"), &["marketing", "send", "stop", "list"]));
static REPLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:[Rr]eply(?:ing)?(?:[ \n]+with|[ \n]+by)?|[Tt]ext|[Bb]alas(?:[ \n]+dengan)?|回[复復覆])[ \n]*[“"「']?(?P<first>[A-Z]{1,6}|退订|退訂)[”"」']?(?P<more>(?:[ ]*(?:或|、|,|/|or|atau)[ ]*[“"「']?[A-Z]{1,6}[”"」']?)*)"#,
    )
});

static CALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:拨打|致电|撥打|致電)[^，。；,;]{0,20}(?:电话|電話|热线|熱線)|\b[Cc]all(?:ing)?[ \n]+(?:us|our)\b|[Hh]ubungi[ \n]+talian")
});
static HISTORY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\bcan[ \n]+still[ \n]+(?:view|read|see)\b|仍(?:可|然可)以?(?:查看|查閱|查阅)|masih[ \n]+boleh[ \n]+(?:melihat|membaca)")
});

static SETTINGS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b[Ss]ettings\b|设置|設定|[Tt]etapan"));

/// The channels of a page, in text order.
pub(super) fn find(page: &Page<'_>) -> Vec<DraftChannel> {
    let Some(table) = &*TABLE else { return Vec::new() };
    let mut list: Vec<DraftChannel> = Vec::new();
    let mut near = None;
    for (block, span) in sentence::of(page.reading, Cut::Clauses).filter(|(_, span)| span.len() <= LONGEST) {
        let words = page.words(&span);
        let found = table.read(words);
        // The sentence behind one on marketing names its channels, too.
        let marketing = found.has("marketing") || near == Some(block);
        near = found.has("marketing").then_some(block);
        let (markets, stops) = (marketing && found.has("send"), found.has("stop"));
        let replies = replies(words);
        let calls = stops && CALL.is_match(words);
        let start = page.reading.blocks().get(block).map_or(span.start, |block| block.start);
        if marketing && stops && found.names.is_empty() {
            // "You can cancel it at any time" is about the channels just named.
            for known in list.iter_mut().filter(|known| known.way.is_none() && known.said.span.start >= start) {
                known.way = Some(page.found(&span));
            }
        }
        if stops && found.names.is_empty() && SETTINGS.is_match(words) {
            // "You can do so in the settings" goes on with what the sentence before it said.
            for way in list.iter_mut().filter_map(|known| known.way.as_mut()) {
                if span.start.checked_sub(way.span.end).is_some_and(|gap| gap <= 2) {
                    *way = page.found(&(way.span.start..span.end));
                }
            }
        }
        if HISTORY.is_match(words) {
            for known in list.iter_mut().filter(|known| known.history.is_none() && known.said.span.start >= start) {
                known.history = Some(page.found(&span));
            }
        }
        let mut ids: Vec<&str> = found.names.iter().map(|(id, _)| *id).filter(|_| markets || stops).collect();
        // Only text messages are answered by a word.
        if !replies.is_empty() && stops && !ids.contains(&"sms") {
            ids.push("sms");
        }
        let lists = stops && found.has("list");
        if lists && !ids.contains(&"email") {
            ids.push("email");
        }
        for id in ids {
            let known = list.iter_mut().find(|known| known.id == id);
            let way = stops.then(|| page.found(&span));
            match known {
                Some(known) => {
                    known.calls |= calls;
                    if known.way.is_none() {
                        known.way = way;
                    }
                    if id == "sms" && known.words.is_empty() {
                        known.words.clone_from(&replies);
                    }
                }
                None if markets || marketing && stops || !replies.is_empty() || lists && id == "email" => {
                    let words = if id == "sms" { replies.clone() } else { Vec::new() };
                    list.push(DraftChannel { id: id.to_owned(), said: page.found(&span), words, calls, way, history: None });
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

#[cfg(test)]
mod tests {
    use crate::draft::draft;
    use crate::mark::Lexicon;
    use crate::read::{TextFormat, read_text};

    fn check(text: &str, expected: &[(&str, &[&str], bool)]) {
        let found = draft(&read_text(text, TextFormat::Plain), &Lexicon::shipped().unwrap()).channels;
        let words = |words: &[String]| words.join(" ");
        let found: Vec<_> = found.iter().map(|one| (one.id.as_str(), words(&one.words), one.way.is_some())).collect();
        let expected: Vec<_> = expected.iter().map(|(id, words, way)| (*id, words.join(" "), *way)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn channels_have_their_words() {
        check(
            "We send promotions by e-mail and SMS. Reply with QX to unsubscribe from text messages.",
            &[("email", &[], false), ("sms", &["QX"], true)],
        );
        check(
            "我们可能通过短信、推送向您发送促销信息。\n您可以回复“Q”或“QX”退订短信。",
            &[("sms", &["Q", "QX"], true), ("push", &[], false)],
        );
        check("Kami menghantar promosi melalui SMS. Balas STOP untuk berhenti melanggan.", &[("sms", &["STOP"], true)]);
        check("We send advertisements by push notification. You may opt out at any time.", &[("push", &[], true)]);
    }

    #[test]
    fn a_call_stops_and_a_list_keeps_what_was_sent() {
        let check = |text: &str, calls: bool, history: bool| {
            let found = draft(&read_text(text, TextFormat::Plain), &Lexicon::shipped().unwrap()).channels;
            let told: Vec<_> = found.iter().map(|one| (one.calls, one.history.is_some())).collect();
            assert_eq!(told, [(calls, history)], "{text}");
        };
        check("我们可能通过短信向您发送促销信息。您可以拨打我们的客服电话取消营销短信。", true, false);
        check("We send advertisements by push notification. You can still view them in My Notices.", false, true);
        check("We send advertisements by push notification. You may opt out at any time.", false, false);
    }

    #[test]
    fn service_messages_are_no_marketing() {
        check("We send you an SMS when the parcel is near.", &[]);
        check("您的包裹到达时我们会发送短信。", &[]);
    }
}
