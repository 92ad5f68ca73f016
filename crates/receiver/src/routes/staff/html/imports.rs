//! Lists that wait: the form that takes a file, a preview, and what became of it.

use super::people::site_choice;
use super::{alert, key, minute, page};
use crate::console::{Import, ImportState, Preview};
use crate::site::SiteId;
use crate::staff::Session;
use maud::{Markup, html};

/// The form and the lists before.
pub(in crate::routes::staff) fn list(
    session: &Session, sites: &[&SiteId], channels: &[(&str, &str)], imports: &[Import], fault: Option<&str>,
) -> Markup {
    let main = html! {
        (alert(fault))
        p { "A list says who must not be written to. It only stops messages: whatever stands in it, nothing is allowed by it. Nothing happens before you have seen what it would do." }
        @if sites.is_empty() { p { "No site of this receiver has keys for marketing." } } @else {
            form.card method="post" action="/staff/imports" enctype="multipart/form-data" {
                (key(session))
                (site_choice(sites, ""))
                label for="file" { "CSV file" }
                input id="file" name="file" type="file" accept=".csv,text/csv" required aria-describedby="file-rule";
                p.note id="file-rule" { "UTF-8, at most 8 MB. The first line names the columns: address, and if you like channel and topic. Larger lists: " code { "countersign suppressions import" } "." }
                label for="channel" { "Channel of rows that name none" }
                select id="channel" name="channel" { @for (id, title) in channels { option value=(id) { (title) } } }
                label for="code" { "Calling code of telephone numbers without one" }
                input id="code" name="code" inputmode="numeric" maxlength="4" autocomplete="off" aria-describedby="code-rule";
                p.note id="code-rule" { "Such as 60 for Malaysia or 86 for China. Empty: such numbers are refused." }
                button type="submit" { "Look at it first" }
            }
        }
        h2 { "Lists before" }
        @if imports.is_empty() { p { "There were none." } } @else {
            div.scroll tabindex="0" role="region" aria-label="Lists" {
                table {
                    thead { tr { th scope="col" { "List" } th scope="col" { "State" } th scope="col" { "Staged" } th scope="col" { "By" } th scope="col" { "Stopped" } } }
                    tbody {
                        @for import in imports {
                            tr {
                                th scope="row" { a href={ "/staff/imports/" (import.id) } { (import.id) ": " (import.row.name) } }
                                td { (state_words(import.state)) }
                                td { (minute(&import.row.staged_at)) }
                                td { (import.row.who) }
                                td { (import.row.changed) }
                            }
                        }
                    }
                }
            }
        }
    };
    page("Lists", Some(session), &main)
}

/// One list: what it would do, or what it did.
pub(in crate::routes::staff) fn one(session: &Session, import: &Import, preview: Option<&Preview>, said: Option<&str>) -> Markup {
    let row = &import.row;
    let main = html! {
        @if let Some(said) = said { p.done role="status" { (said) } }
        dl {
            div { dt { "State" } dd { strong { (state_words(import.state)) } } }
            div { dt { "File" } dd { (row.name) } }
            div { dt { "Site" } dd { (import.site) } }
            div { dt { "Staged" } dd { (minute(&row.staged_at)) ", " (row.who) } }
            @if let Some(at) = &row.settled_at { div { dt { "Settled" } dd { (minute(at)) } } }
            div { dt { "Lines" } dd { (row.lines) } }
            div { dt { "Lines that cannot be taken" } dd { (row.refused) } }
            div { dt { "Rows that wait" } dd { (row.waiting) } }
            @if matches!(import.state, ImportState::Committing | ImportState::Committed) { div { dt { "Stopped by it" } dd { (row.changed) } } }
        }
        @if row.refused > 0 {
            h2 { "Lines that cannot be taken" }
            ul { @for fault in row.faults.lines() { li { (fault) } } }
            @if row.refused > 20 { p.note { "And " (row.refused - 20) " more. Mend the file and stage it again, or go on without these lines." } }
        }
        @if let Some(preview) = preview { (shown(preview)) }
        @match import.state {
            ImportState::Staged => div.choices {
                (act(session, import.id, "commit", "Stop messages to these addresses", "go"))
                (act(session, import.id, "discard", "Discard this list", "quiet"))
            },
            ImportState::Committing => {
                p { "It is being carried out. Rows that wait go on in the background; if their number stands still, a receiver ended in between." }
                div.choices {
                    a.button href={ "/staff/imports/" (import.id) } { "See how far it is" }
                    (act(session, import.id, "commit", "Go on with the rows that wait", "quiet"))
                }
            },
            ImportState::Committed => p { "It is carried out. What a person stopped stays stopped; only a fresh wish of theirs opens it again." },
            ImportState::Discarded => p { "It was discarded, and its rows are deleted. Nobody was stopped by it." },
        }
        p { a href="/staff/imports" { "To the lists" } }
    };
    page(&format!("List {}", import.id), Some(session), &main)
}

fn shown(preview: &Preview) -> Markup {
    html! {
        h2 { "What it would do" }
        div.scroll tabindex="0" role="region" aria-label="What it would do" {
            table.numbers {
                thead { tr { th scope="col" { "Channel" } th.text scope="col" { "About" } th scope="col" { "Get messages now, and would no longer" } th scope="col" { "Get none now, and would be stopped" } th scope="col" { "Are stopped already" } } }
                tbody {
                    @for (channel, topic, part) in &preview.parts {
                        tr {
                            th scope="row" { (channel) }
                            td.text { @if topic.is_empty() { "every topic" } @else { (topic) } }
                            td { (part.given) } td { (part.unasked) } td { (part.stopped) }
                        }
                    }
                }
            }
        }
        p.note { "Some of them, masked: " (preview.sample.join(", ")) }
    }
}

fn act(session: &Session, id: i64, act: &str, words: &str, class: &str) -> Markup {
    html! {
        form method="post" action={ "/staff/imports/" (id) } {
            (key(session))
            button class=(class) type="submit" name="act" value=(act) { (words) }
        }
    }
}

const fn state_words(state: ImportState) -> &'static str {
    match state {
        ImportState::Staged => "waits for you",
        ImportState::Committing => "is being carried out",
        ImportState::Committed => "carried out",
        ImportState::Discarded => "discarded",
    }
}
