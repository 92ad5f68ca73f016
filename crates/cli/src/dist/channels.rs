//! The page of channels, from what `site.toml` states and the phrases of its language; what its switches say is compiled here too.
//!
//! In: one language of a bundle. Out: a page of the desk. Deliberately absent: markup and words of its own.

use countersign_core::{Author, Channel, Notice, PurposeId, Statement, Status};
use countersign_policy::{LocalePart, Phrases, SiteTopic};
use countersign_views::{ChannelSwitch, ChannelView, ChannelWord, TopicView, channels};

use super::desk::DeskPage;

/// The page of one language; nothing where the site names no channels.
pub(super) fn page(part: &LocalePart, notice: &Notice) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let word = |word: ChannelWord| phrases.word(ChannelWord::TABLE, word.key());
    let rows = part.channels.iter();
    let views: Vec<ChannelView<'_>> = rows
        .map(|row| ChannelView {
            id: &row.id,
            description: row.description.as_ref(),
            words: &row.words,
            call: row.call.as_deref(),
            way: row.way.as_ref(),
            history: row.history.as_ref(),
            switches: switches(part, &row.id),
        })
        .collect();
    (!views.is_empty()).then(|| DeskPage {
        name: "channels".to_owned(),
        label: Some(word(ChannelWord::Heading).to_owned()),
        markup: channels(notice, &views, &word),
    })
}

/// A switch for each topic of a channel; where there is none, one for all that is sent on it.
fn switches<'a>(part: &'a LocalePart, channel: &str) -> Vec<ChannelSwitch<'a>> {
    let on = |topic: &&SiteTopic| topic.channels.iter().any(|id| id == channel);
    let view = |topic: &'a SiteTopic| TopicView { id: &topic.id, title: &topic.title, description: topic.description.as_ref() };
    let switch = |topic: Option<TopicView<'a>>| {
        let said = [Status::Given, Status::Withdrawn].map(|status| said(channel, topic.map(|topic| topic.id), status));
        ChannelSwitch { topic, said }
    };
    let of_topics: Vec<_> = part.topics.iter().filter(on).map(|topic| switch(Some(view(topic)))).collect();
    if of_topics.is_empty() { vec![switch(None)] } else { of_topics }
}

/// The claims of a receipt, without their braces. Ids are checked long before; one that is none says nothing.
fn said(channel: &str, topic: Option<&str>, status: Status) -> String {
    let topic = topic.map(PurposeId::new);
    let Ok(topic) = topic.transpose() else { return String::new() };
    let channels = PurposeId::new(channel).map(|id| Channel { id, topic, status });
    channels.map_or_else(|_| String::new(), |channel| Statement::unsubscribe(Author::Oneself, &[channel], None).said().claims)
}

#[cfg(test)]
mod tests {
    use super::said;
    use countersign_core::Status;

    #[test]
    fn a_switch_says_channel_topic_and_state() {
        let check = |topic: Option<&str>, status: Status, expected: &str| assert_eq!(said("sms", topic, status), expected);
        check(None, Status::Given, r#""ch":[{"id":"sms","st":"given"}]"#);
        check(Some("offers"), Status::Withdrawn, r#""ch":[{"id":"sms","topic":"offers","st":"withdrawn"}]"#);
    }
}
