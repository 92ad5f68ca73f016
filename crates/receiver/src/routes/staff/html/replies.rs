//! Replies to messages that no keyword told: a person reads them, stops the channel or does nothing, and their text is forgotten.

use super::{key, minute, page};
use crate::marketing::Waiting;
use crate::site::SiteId;
use crate::staff::Session;
use maud::{Markup, html};

/// The replies that wait, by site, and how many of them are shown at most.
pub(in crate::routes::staff) fn list(session: &Session, waiting: &[(&SiteId, Vec<Waiting>)], said: Option<&str>) -> Markup {
    let main = html! {
        @if let Some(said) = said { p.done role="status" { (said) } }
        p { "What people wrote in reply to a message, where it is none of the words that stop messages. Nothing was changed by it. Once you have dealt with a reply its text is forgotten." }
        @if waiting.iter().all(|(_, replies)| replies.is_empty()) { p { "Nobody waits for an answer." } }
        @for (site, replies) in waiting {
            @if !replies.is_empty() {
                h2 { (site) }
                ul.notes { @for reply in replies { (one(session, site, reply)) } }
            }
        }
    };
    page("Replies", Some(session), &main)
}

fn one(session: &Session, site: &SiteId, reply: &Waiting) -> Markup {
    html! {
        li {
            p.note { (minute(&reply.at)) ", " (reply.channel) @if reply.hash.is_none() { ", from a sender that is no address" } }
            p.words { (reply.text) }
            form.inline.acts method="post" action="/staff/replies" {
                (key(session))
                input type="hidden" name="site" value=(site);
                input type="hidden" name="id" value=(reply.id);
                @if reply.hash.is_some() { button type="submit" name="act" value="stop" { "Stop " (reply.channel) " for this person" } }
                button.quiet type="submit" name="act" value="done" { "Done, nothing to change" }
            }
        }
    }
}
