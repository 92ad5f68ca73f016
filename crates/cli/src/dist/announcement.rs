//! The announcement of a new version: what a mail or a message to customers says, in every language (REQUIREMENTS UP-06).
//!
//! In: a bundle and the archive. Out: `policy/<version>/announcement.json` (section 2.3 of `www/docs/formats.md`). Deliberately absent:
//! addresses, sending, and a clock; whoever sends knows to whom, and a program that `--announce` names is told once.

use countersign_core::Notice;
use countersign_policy::{Bundle, Edition, LocalePart, Phrases};
use countersign_views::{ChangedFacts, Fate, UpdateWord};
use serde_json::{Map, Value, json};

use super::Archive;
use crate::diff::{Difference, changes};

/// The file's name beside the pages of its version.
pub(crate) const NAME: &str = "announcement.json";

/// The announcement; nothing where no earlier version is kept.
pub(super) fn json(bundle: &Bundle, archive: &Archive) -> Option<String> {
    let first = &bundle.parts.first()?.notice;
    let mut since = None;
    let mut material = false;
    let mut messages = Map::new();
    for part in &bundle.parts {
        let Some((version, old)) = archive.last_edition(&part.notice.locale) else { continue };
        let new = Edition::new(&part.notice, &part.document);
        let difference = Difference::new(&old, &new);
        material |= difference.notice.is_material();
        let page = format!("{}{}policy/{}/", first.site.origin.as_deref().unwrap_or_default(), bundle.base, first.version);
        let page = format!("{page}{}{version}.{}.html", super::archive::CHANGES, part.notice.locale);
        messages.insert(part.notice.locale.clone(), message(part, &changes(&difference, None).facts, &page)?);
        since.get_or_insert_with(|| version.to_owned());
    }
    let announcement = json!({
        "v": "cs-announcement/1",
        "id": first.id,
        "version": first.version,
        "since": since?,
        "material": material,
        "effective": first.effective,
        "messages": messages,
    });
    Some(format!("{announcement:#}\n"))
}

/// Subject, short text and long text of one language.
fn message(part: &LocalePart, facts: &[ChangedFacts], page: &str) -> Option<Value> {
    let notice = &part.notice;
    let phrases = Phrases::or_english(&notice.locale)?;
    let say = |word: UpdateWord| {
        let text = phrases.word(UpdateWord::TABLE, word.key());
        // Values are put in one after the other; none of them is searched for another's place but by its own braces, which names lack.
        let text = text.replace("{controller}", controller(notice)).replace("{version}", &notice.version);
        text.replace("{date}", notice.effective.as_deref().unwrap_or_default()).replace("{page}", page)
    };
    let applies = say(if notice.effective.is_some() { UpdateWord::Applies } else { UpdateWord::AppliesNow });
    let told = if facts.is_empty() { say(UpdateWord::NoFacts) } else { facts.iter().map(block).collect::<Vec<_>>().join("\n\n") };
    let text = [say(UpdateWord::Greeting), applies.clone(), told, say(UpdateWord::Choices), say(UpdateWord::InFull)].join("\n\n");
    let join = if phrases.word(UpdateWord::TABLE, UpdateWord::InFull.key()).is_ascii() { " " } else { "" };
    let short = [say(UpdateWord::Subject), applies, say(UpdateWord::InFull)].join(join);
    Some(json!({ "subject": say(UpdateWord::Subject), "short": short, "text": text, "page": page }))
}

fn controller(notice: &Notice) -> &str {
    notice.controller.name.as_deref().or(notice.site.origin.as_deref()).unwrap_or(&notice.title)
}

/// What changed about one purpose, or about the notice as a whole, in lines.
fn block(facts: &ChangedFacts) -> String {
    let sign = |fate: Fate| match fate {
        Fate::Added => "+ ",
        Fate::Removed => "- ",
        Fate::Same | Fate::Skipped => "",
    };
    let mut lines: Vec<String> = facts.title.iter().map(|title| format!("{}{title}", sign(facts.fate))).collect();
    for (label, removed, added) in &facts.facts {
        lines.push(format!("  {label}:"));
        lines.extend(removed.iter().map(|value| format!("  - {value}")));
        lines.extend(added.iter().map(|value| format!("  + {value}")));
    }
    lines.join("\n")
}
