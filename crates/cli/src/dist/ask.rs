//! Prompts and the page of permissions, from what `site.toml` states and the phrases of its language.
//!
//! In: one language of a bundle. Out: pages of the desk: `ask-<field>` and `line-<field>` for each field, `ask-<purpose>` for each additional
//! purpose, and `permissions` (section 3.2 of `www/docs/formats.md`). Deliberately absent: markup and words of its own.

use countersign_core::{Digest, Notice, Purpose, PurposeKind, Status, prompted};
use countersign_policy::{LocalePart, Phrases, SiteAsk};
use countersign_views::{AskView, AskWord, ask, ask_line, permissions};

use super::desk::DeskPage;
use super::transfers;

/// What browsers call the permissions of a device that they tell about (W3C Permissions, and the registry of its names). A page may ask for
/// each by either name.
const QUERIES: [(&str, &str); 8] = [
    ("location", "geolocation"),
    ("camera", "camera"),
    ("microphone", "microphone"),
    ("notifications", "notifications"),
    ("push", "notifications"),
    ("storage", "persistent-storage"),
    ("motion", "accelerometer"),
    ("clipboard", "clipboard-read"),
];

/// The page of permissions; nothing where the site asks for none and the notice is none that a program drafted.
pub(super) fn page(part: &LocalePart, notice: &Notice) -> Option<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale)?;
    let say = |word: AskWord| phrases.word(AskWord::TABLE, word.key());
    let views: Vec<AskView<'_>> = part.asks.iter().map(|asked| field(part, asked)).collect();
    let label = Some(say(AskWord::Heading).to_owned());
    (!views.is_empty()).then(|| DeskPage { name: "permissions".to_owned(), label, markup: permissions(notice, &views, &say) })
}

/// The prompts of one language, and the lines beside fields; no control of layer 2 leads to them.
pub(super) fn prompts(part: &LocalePart, notice: &Notice) -> Vec<DeskPage> {
    let phrases = Phrases::or_english(&notice.locale);
    let say = |word: AskWord| phrases.map_or("", |phrases| phrases.word(AskWord::TABLE, word.key()));
    let page = |kind: &str, id: &str, markup: String| DeskPage { name: [kind, "-", id].concat(), label: None, markup };
    let views: Vec<AskView<'_>> = part.asks.iter().map(|asked| field(part, asked)).collect();
    let mut pages = Vec::new();
    for view in &views {
        let id = view.purpose.id.as_str();
        pages.push(page("ask", id, ask(notice, view, &say)));
        pages.push(page("line", id, ask_line(notice, view, &say)));
        // A page may know a permission by the browser's name for it.
        let name = view.query.unwrap_or(id);
        if !views.iter().any(|other| other.purpose.id.as_str() == name) {
            pages.push(page("ask", name, ask(notice, view, &say)));
        }
    }
    // A purpose with a consent of its own has a page of its own.
    for purpose in notice.additional().filter(|purpose| purpose.separate.is_empty()) {
        let view = AskView { abroad: transfers::of(part, notice, purpose), ..of_purpose(notice, purpose) };
        pages.push(page("ask", purpose.id.as_str(), ask(notice, &view, &say)));
    }
    pages
}

fn field<'a>(part: &'a LocalePart, asked: &'a SiteAsk) -> AskView<'a> {
    let purpose = &asked.purpose;
    let other = |id: &String| part.asks.iter().map(|other| &other.purpose).find(|other| other.id.as_str() == id);
    let id = purpose.id.as_str();
    let query = QUERIES.iter().find(|(known, name)| asked.device && (*known == id || *name == id)).map(|(_, name)| *name);
    AskView {
        device: asked.device,
        note: asked.note.as_ref(),
        way: asked.way.as_ref(),
        serves: asked.serves.as_deref(),
        code: asked.code.as_ref(),
        abroad: transfers::of(part, &part.notice, purpose),
        when: part.notice.scope.when(id),
        instead: asked.instead.iter().filter_map(other).collect(),
        system: &asked.system,
        query,
        ..of_purpose(&part.notice, purpose)
    }
}

/// A purpose as it is asked for at the moment itself.
fn of_purpose<'a>(notice: &Notice, purpose: &'a Purpose) -> AskView<'a> {
    let said = [Status::Given, Status::Refused, Status::Withdrawn].map(|status| prompted(notice, purpose, status));
    AskView {
        purpose,
        device: false,
        opens: notice.purposes.iter().any(|other| other.id == purpose.id),
        note: None,
        way: None,
        code: None,
        abroad: Vec::new(),
        when: notice.scope.when(purpose.id.as_str()),
        serves: None,
        instead: Vec::new(),
        system: &[],
        query: None,
        mark: mark(purpose, &said[0]),
        said,
    }
}

/// The first letters of a digest over everything whose change asks again: what a receipt states, each item, and whether it is asked for.
fn mark(purpose: &Purpose, said: &str) -> String {
    let mut text = [if purpose.kind == PurposeKind::Additional { "asks" } else { "tells" }, "\n", said].concat();
    for item in &purpose.data {
        text.push('\n');
        text.push_str(&item.id);
    }
    Digest::of(text.as_bytes()).to_text().chars().take(8).collect()
}
