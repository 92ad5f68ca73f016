//! Finding an address; what holds for it by channel and topic, with receipts and notes; and the form by which staff change it on request.

use super::{alert, key, minute, page};
use crate::console::{Person, Way};
use crate::marketing::{Change, Held};
use crate::site::SiteId;
use crate::staff::{May, Session};
use crate::store::NotedRow;
use countersign_suppression::{Address, AddressKind, State};
use maud::{Markup, html};

/// What the search was, where it found nothing: it stays in the form.
#[derive(Default)]
pub(in crate::routes::staff) struct Sought<'a> {
    pub(in crate::routes::staff) fault: Option<&'a str>,
    pub(in crate::routes::staff) site: &'a str,
    pub(in crate::routes::staff) kind: &'a str,
    pub(in crate::routes::staff) text: &'a str,
}

/// The search.
pub(in crate::routes::staff) fn find(session: &Session, sites: &[&SiteId], sought: &Sought<'_>) -> Markup {
    let main = html! {
        (alert(sought.fault))
        @if sites.is_empty() {
            p { "No site of this receiver has keys for marketing. Make a file with " code { "countersign links --new-keys FILE" } " and name it as " code { "marketing_keys" } " of the site in " code { "receiver.toml" } "." }
        } @else {
            form.card method="post" action="/staff/people" {
                (key(session))
                (site_choice(sites, sought.site))
                fieldset {
                    legend { "Look for" }
                    @for (kind, words) in KINDS {
                        label.choice {
                            input type="radio" name="kind" value=(kind) required checked[sought.kind == kind || (sought.kind.is_empty() && kind == "email")];
                            " " (words)
                        }
                    }
                }
                label for="text" { "Address or link" }
                input id="text" name="text" value=(sought.text) autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="4096" aria-describedby="rule";
                p.note id="rule" { "A telephone number begins with + and the country's calling code. What you look for stands in the record as a hash." }
                button type="submit" { "Find" }
            }
            @if session.may(May::Export) {
                h2 { "Take the list out" }
                p { "Who must not be written to, as CSV: keyed hashes of addresses, each with channel, topic, reason and receipt. The record names who took it." }
                ul { @for site in sites { li { a href={ "/staff/export/" (site) } download { "Suppressions of " (site) } } } }
            }
        }
    };
    page("People", Some(session), &main)
}

const KINDS: [(&str, &str); 4] = [
    ("email", "an e-mail address"),
    ("phone", "a telephone number"),
    ("account", "an account, such as a customer number or a WeChat OpenID"),
    ("link", "the unsubscribe link of a message"),
];

/// Which site, where there is a choice.
pub(super) fn site_choice(sites: &[&SiteId], chosen: &str) -> Markup {
    html! {
        @if let [only] = sites { input type="hidden" name="site" value=(only); } @else {
            label for="site" { "Site" }
            select id="site" name="site" { @for site in sites { option value=(site) selected[site.as_str() == chosen] { (site) } } }
        }
    }
}

/// A channel of the site with its topics: id and title of each.
pub(in crate::routes::staff) struct Channel {
    pub(in crate::routes::staff) id: String,
    pub(in crate::routes::staff) title: String,
    pub(in crate::routes::staff) topics: Vec<(String, String)>,
}

/// Everything that the page of a person shows.
pub(in crate::routes::staff) struct Shown<'a> {
    pub(in crate::routes::staff) site: &'a SiteId,
    pub(in crate::routes::staff) address: &'a Address,
    /// The address of this page: the person's address, sealed.
    pub(in crate::routes::staff) link: &'a str,
    pub(in crate::routes::staff) channels: &'a [Channel],
    pub(in crate::routes::staff) person: &'a Person,
    pub(in crate::routes::staff) said: Option<&'a str>,
    pub(in crate::routes::staff) tried: Option<&'a Tried<'a>>,
}

/// A change that could not be made: why, and what was entered.
pub(in crate::routes::staff) struct Tried<'a> {
    pub(in crate::routes::staff) fault: &'a str,
    pub(in crate::routes::staff) at: &'a str,
    pub(in crate::routes::staff) to: &'a str,
    pub(in crate::routes::staff) way: &'a str,
    pub(in crate::routes::staff) words: &'a str,
}

/// A person.
pub(in crate::routes::staff) fn person(session: &Session, shown: &Shown<'_>) -> Markup {
    let main = html! {
        (alert(shown.tried.map(|tried| tried.fault)))
        @if let Some(said) = shown.said { p.done role="status" { (said) } }
        dl {
            div { dt { (kind_words(shown.address.kind())) } dd { strong { (shown.address.as_str()) } } }
            div { dt { "Site" } dd { (shown.site) } }
        }
        h2 { "What may be sent" }
        p.note { "Messages that belong to a shipment or an order are no marketing; nothing here touches them." }
        div.scroll tabindex="0" role="region" aria-label="What may be sent" {
            table {
                thead { tr { th scope="col" { "Channel" } th scope="col" { "About" } th scope="col" { "Now" } th scope="col" { "Since" } th scope="col" { "How" } th scope="col" { "Receipt" } } }
                @for channel in shown.channels { tbody { (channel_rows(channel, &shown.person.held)) } }
            }
        }
        @if session.may(May::Change) { (change(session, shown)) }
        h2 { "What changed" }
        @if shown.person.changes.is_empty() { p { "Nothing was ever said for this address: nothing is sent to it." } } @else { (changes(&shown.person.changes)) }
        @if session.may(May::Change) {
            h2 { "Notes" }
            @if shown.person.notes.is_empty() { p { "No member of staff changed anything here." } } @else { (notes(&shown.person.notes)) }
        }
        p { a href="/staff/people" { "Find somebody else" } }
    };
    page("Who may be written to", Some(session), &main)
}

fn channel_rows(channel: &Channel, held: &[Held]) -> Markup {
    let mut rows = vec![("", "every topic")];
    rows.extend(channel.topics.iter().map(|(id, title)| (id.as_str(), title.as_str())));
    let others = held.iter().filter(|held| held.turn.channel.as_str() == channel.id);
    let others = others.map(|held| held.turn.topic.as_str()).filter(|topic| !rows.iter().any(|(id, _)| id == topic));
    let others: Vec<(&str, &str)> = others.map(|topic| (topic, topic)).collect();
    rows.extend(others);
    html! {
        @for (place, (id, title)) in rows.iter().enumerate() {
            @let own = held.iter().find(|held| held.turn.channel.as_str() == channel.id && held.turn.topic.as_str() == *id);
            @let of_all = held.iter().find(|held| held.turn.channel.as_str() == channel.id && held.turn.topic.is_every());
            tr {
                @if place == 0 { th scope="rowgroup" rowspan=(rows.len()) { (channel.title) } }
                td { (title) }
                @match (own, of_all) {
                    (Some(held), _) => {
                        td { (state(held.turn.to)) }
                        td { (minute(&held.at)) }
                        td { (how_words(&held.how)) @if held.reason == "list" { ", " (held.source) } @else if held.how == "desk" { " (" (held.source.trim_start_matches("desk: ")) ")" } }
                        td { (receipt(&held.rid)) }
                    },
                    (None, Some(held)) => { td { (state(held.turn.to)) } td colspan="3" { span.note { "as for every topic" } } },
                    (None, None) => { td { span.note { "not asked: not sent" } } td {} td {} td {} },
                }
            }
        }
    }
}

fn state(state: State) -> Markup {
    match state {
        State::Given => html! { span.open { "may be sent" } },
        State::Withdrawn => html! { strong.late { "stopped" } },
    }
}

fn receipt(rid: &str) -> Markup {
    html! { a href={ "/staff/receipts/" (rid) } aria-label={ "Receipt " (rid) } { code { (rid.get(..8).unwrap_or(rid)) "…" } } }
}

fn change(session: &Session, shown: &Shown<'_>) -> Markup {
    let tried = shown.tried;
    let chosen = |name: for<'a> fn(&'a Tried<'a>) -> &'a str, value: &str| tried.is_some_and(|tried| name(tried) == value);
    html! {
        h2 { "Change on request" }
        form.card method="post" action={ "/staff/people/" (shown.link) } {
            (key(session))
            label for="at" { "Channel and topic" }
            select id="at" name="at" {
                @for channel in shown.channels {
                    option value=(channel.id) selected[chosen(|tried| tried.at, &channel.id)] { (channel.title) ", every topic" }
                    @for (id, title) in &channel.topics {
                        @let value = format!("{}/{id}", channel.id);
                        option value=(value) selected[chosen(|tried| tried.at, &value)] { (channel.title) ", " (title) }
                    }
                }
            }
            fieldset {
                legend { "The person asks to" }
                label.choice { input type="radio" name="to" value="withdrawn" required checked[!chosen(|tried| tried.to, "given")]; " get nothing more" }
                label.choice { input type="radio" name="to" value="given" required checked[chosen(|tried| tried.to, "given")]; " get messages again" }
            }
            label for="way" { "They asked by" }
            select id="way" name="way" required {
                @for way in Way::ALL { option value=(way.name()) selected[chosen(|tried| tried.way, way.name())] { (way_words(way)) } }
            }
            label for="words" { "Evidence" }
            textarea id="words" name="words" rows="3" maxlength="2000" aria-describedby="evidence" { (tried.map_or("", |tried| tried.words)) }
            p.note id="evidence" { "Who called when, or where the letter lies. Staff alone read it. Stopping needs none; allowing does, because it lifts what the person said before." }
            button type="submit" { "Make this change" }
        }
    }
}

fn changes(changes: &[Change]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="What changed" {
            table {
                thead { tr { th scope="col" { "When" } th scope="col" { "Channel" } th scope="col" { "About" } th scope="col" { "Became" } th scope="col" { "How" } th scope="col" { "Receipt" } } }
                tbody {
                    @for change in changes {
                        tr {
                            td { (minute(&change.at)) }
                            td { (change.turn.channel) }
                            td { (change.turn.topic.named().unwrap_or("every topic")) }
                            td { (state(change.turn.to)) }
                            td { (how_words(&change.how)) }
                            td { (receipt(&change.rid)) }
                        }
                    }
                }
            }
        }
    }
}

fn notes(notes: &[NotedRow]) -> Markup {
    html! {
        ul.notes {
            @for note in notes {
                @let way = match Way::from_name(&note.way) { Some(way) => way_words(way), None => &note.way };
                li {
                    p.note {
                        (minute(&note.at)) ", " (note.who) ", by " (way) ", "
                        @match &note.rid { Some(rid) => (receipt(rid)), None => "without a receipt: it was not carried out, or is erased" }
                    }
                    @if !note.words.is_empty() { p.words { (note.words) } }
                }
            }
        }
    }
}

const fn kind_words(kind: AddressKind) -> &'static str {
    match kind {
        AddressKind::Email => "E-mail address",
        AddressKind::Phone => "Telephone number",
        AddressKind::Account => "Account",
    }
}

const fn way_words(way: Way) -> &'static str {
    match way {
        Way::Call => "call",
        Way::Letter => "letter",
        Way::Counter => "counter",
        Way::Message => "message",
        Way::Other => "another way",
    }
}

/// The control of a receipt, for staff.
pub(super) fn how_words(how: &str) -> &str {
    match how {
        "unsubscribe" => "page of the link or the account",
        "one-click" => "mail program",
        "keyword" => "reply to a message",
        "desk" => "staff",
        "channel" => "switch on the site",
        "confirm" => "confirmed by the person",
        other => other,
    }
}
