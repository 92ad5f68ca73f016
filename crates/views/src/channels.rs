//! The page of channels in the desk: on which ways a site sends marketing, what, and how each is stopped.
//!
//! Enters: a notice, its channels and a way to say words. Leaves: markup that the build renders once for each language. Absent: addresses.

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
    }
}

/// One channel.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ChannelView<'a> {
    /// Its id; one that is no key of the words is shown as it is.
    pub id: &'a str,
    /// What is sent.
    pub description: Option<&'a RichText>,
    /// Words that stop it when they are sent back.
    pub words: &'a [String],
    /// How else it is stopped.
    pub way: Option<&'a RichText>,
}

/// The page.
#[must_use]
pub fn channels<'w>(notice: &Notice, channels: &[ChannelView<'_>], say: &dyn Fn(ChannelWord) -> &'w str) -> String {
    let body = html! {
        p.cs-note { (say(ChannelWord::Note)) }
        section part="channels" { @for channel in channels { (card(notice, channel, say)) } }
    };
    desk_page(notice, say(ChannelWord::Heading), &body)
}

fn card<'w>(notice: &Notice, channel: &ChannelView<'_>, say: &dyn Fn(ChannelWord) -> &'w str) -> Markup {
    let title = ChannelWord::ALL.iter().find(|word| word.key() == channel.id).map_or(channel.id, |word| say(*word));
    html! {
        div.cs-purpose data-cs-channel=(channel.id) {
            h2 { (title) }
            dl.cs-facts {
                div { dt { (say(ChannelWord::Sent)) } dd { @if let Some(text) = channel.description { (rich(notice, text)) } @else { (missing(notice)) } } }
                @if !channel.words.is_empty() {
                    div { dt { (say(ChannelWord::Reply)) } dd { (list(notice, &mut channel.words.iter().map(String::as_str), usize::MAX)) } }
                }
                @if channel.way.is_some() || channel.words.is_empty() {
                    div { dt { (say(ChannelWord::Way)) } dd { @if let Some(text) = channel.way { (rich(notice, text)) } @else { (missing(notice)) } } }
                }
            }
        }
    }
}
