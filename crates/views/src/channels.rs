//! The page of channels in the desk: on which ways a site sends marketing, what, how each is stopped, and a switch for each.
//!
//! Enters: a notice, its channels, what each switch states, and a way to say words. Leaves: markup that the build renders once for each
//! language; no switch is on. Absent: addresses, any field for a reason (REQUIREMENTS MK-11), and a switch for what belongs to the service.
//!
//! Hooks: `input[name=channel]` with the channel as its value, or channel and topic with a dot between them, `data-cs-given` and
//! `data-cs-withdrawn`; `template[data-cs-word]` for what a script says; `[data-cs-channels]` around all that an account's page embeds.

use countersign_core::{Notice, RichText};
use maud::{Markup, html};

use crate::parts::{desk_page, list, missing, rich};

words! {
    /// Words of this page.
    ChannelWord in "channel" {
        Heading "heading",
        Note "note",
        Sent "sent",
        Reply "reply",
        Way "way",
        Email "email",
        Sms "sms",
        Phone "phone",
        Push "push",
        InApp "in-app",
        Wechat "wechat",
        Whatsapp "whatsapp",
        Post "post",
        Switches "switches",
        Call "call",
        History "history",
        ServiceHeading "service-heading",
        Service "service",
        On "on",
        Off "off",
        Unsaved "unsaved",
    }
}

/// What a script says when a switch was worked.
const SAID: [ChannelWord; 3] = [ChannelWord::On, ChannelWord::Off, ChannelWord::Unsaved];

/// One channel.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChannelView<'a> {
    /// Its id; one that is no key of the words is shown as it is.
    pub id: &'a str,
    /// What is sent.
    pub description: Option<&'a RichText>,
    /// Words that stop it when they are sent back.
    pub words: &'a [String],
    /// A number to call to stop it.
    pub call: Option<&'a str>,
    /// How else it is stopped.
    pub way: Option<&'a RichText>,
    /// Where its messages can be read by whoever has turned it off.
    pub history: Option<&'a RichText>,
    /// One for each topic, or one for all.
    pub switches: Vec<ChannelSwitch<'a>>,
}

/// A switch of a channel.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChannelSwitch<'a> {
    /// The topic that it is about; `None`: everything on the channel.
    pub topic: Option<TopicView<'a>>,
    /// What a receipt states once it is on, and once it is off again.
    pub said: [String; 2],
}

/// A topic.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TopicView<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// What is sent.
    pub description: Option<&'a RichText>,
}

/// The page.
#[must_use]
pub fn channels<'w>(notice: &Notice, channels: &[ChannelView<'_>], say: &dyn Fn(ChannelWord) -> &'w str) -> String {
    let body = html! {
        div part="channels" role="group" aria-label=(say(ChannelWord::Heading)) data-cs-channels {
            p.cs-note { (say(ChannelWord::Note)) }
            p.cs-note { (say(ChannelWord::Switches)) }
            @for channel in channels { (card(notice, channel, say)) }
            div.cs-purpose data-cs-service { h2 { (say(ChannelWord::ServiceHeading)) } p { (say(ChannelWord::Service)) } }
            @for word in SAID { template data-cs-word=(word.key()) { (say(word)) } }
        }
    };
    desk_page(notice, say(ChannelWord::Heading), &body)
}

fn card<'w>(notice: &Notice, channel: &ChannelView<'_>, say: &dyn Fn(ChannelWord) -> &'w str) -> Markup {
    let title = ChannelWord::ALL.iter().find(|word| word.key() == channel.id).map_or(channel.id, |word| say(*word));
    let head = ["cs-channel-", channel.id].concat();
    html! {
        div.cs-purpose data-cs-channel=(channel.id) {
            @match channel.switches.as_slice() {
                [only @ ChannelSwitch { topic: None, .. }] => h2.cs-row { (switch(channel.id, only, None)) label for=(switch_id(channel.id, only)) { (title) } },
                switches => {
                    h2 #(head) { (title) }
                    @for one in switches { (of_topic(notice, channel.id, &head, one)) }
                },
            }
            (facts(notice, channel, say))
        }
    }
}

/// The switch of a topic, which says what is sent about it. Its name begins with that of the channel, for whoever does not see the card.
fn of_topic(notice: &Notice, channel: &str, head: &str, switch: &ChannelSwitch<'_>) -> Markup {
    let id = switch_id(channel, switch);
    let label = ["cs-label-", &id].concat();
    html! {
        @if let Some(topic) = switch.topic {
            h3.cs-row { (self::switch(channel, switch, Some([head, " ", &label].concat()))) label #(label) for=(id) { (topic.title) } }
            @if let Some(text) = topic.description { p { (rich(notice, text)) } }
        }
    }
}

fn switch(channel: &str, switch: &ChannelSwitch<'_>, names: Option<String>) -> Markup {
    let [given, withdrawn] = &switch.said;
    html! {
        input #(switch_id(channel, switch)) type="checkbox" role="switch" part="switch" name="channel" value=(key(channel, switch, "."))
            autocomplete="off" aria-labelledby=[names] data-cs-given=(given) data-cs-withdrawn=(withdrawn);
    }
}

/// Channel and topic with a mark between them; ids hold neither dots nor anything that markup would need to escape.
fn key(channel: &str, switch: &ChannelSwitch<'_>, between: &str) -> String {
    switch.topic.map_or_else(|| channel.to_owned(), |topic| [channel, between, topic.id].concat())
}

fn switch_id(channel: &str, switch: &ChannelSwitch<'_>) -> String {
    ["cs-allow-", &key(channel, switch, "_")].concat()
}

/// What is sent, and every way to stop it.
fn facts<'w>(notice: &Notice, channel: &ChannelView<'_>, say: &dyn Fn(ChannelWord) -> &'w str) -> Markup {
    let fact = |word: ChannelWord, value: Markup| html! { div { dt { (say(word)) } dd { (value) } } };
    let stated = |text: Option<&RichText>| text.map_or_else(|| missing(notice), |text| rich(notice, text));
    let silent = channel.words.is_empty() && channel.call.is_none();
    html! {
        dl.cs-facts {
            (fact(ChannelWord::Sent, stated(channel.description)))
            @if !channel.words.is_empty() {
                (fact(ChannelWord::Reply, html! { (list(notice, &mut channel.words.iter().map(String::as_str), usize::MAX)) }))
            }
            @if let Some(number) = channel.call {
                (fact(ChannelWord::Call, html! { a href={ "tel:" (dialed(number)) } { (number) } }))
            }
            @if channel.way.is_some() || silent { (fact(ChannelWord::Way, stated(channel.way))) }
            @if channel.history.is_some() { (fact(ChannelWord::History, stated(channel.history))) }
        }
    }
}

/// A number as it is dialed.
fn dialed(number: &str) -> String {
    number.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect()
}
