//! Rows of the browser's store as a list of receipts, newest first.
//!
//! A row that lacks something is shown with what it has: nothing that the visitor keeps is left out.

use countersign_core::{Digest, Kind, Posting};
use countersign_views::{ReceiptCard, receipts, receipts_heading};
use serde_json::{Value, json};

/// The content of the dialog and its label, as JSON text.
pub(crate) fn list(rows: &str, notice: &str, digest: &str, tag: &str) -> String {
    let rows: Vec<Value> = serde_json::from_str(rows).unwrap_or_default();
    let titles = Titles::of(notice, digest);
    let cards: Vec<ReceiptCard> = rows.iter().rev().map(|row| card(row, &titles)).collect();
    json!({ "html": receipts(tag, &cards), "label": receipts_heading(tag) }).to_string()
}

fn card(row: &Value, titles: &Titles) -> ReceiptCard {
    let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
    ReceiptCard {
        id: text("id").to_owned(),
        at: text("at").to_owned(),
        state: Posting::from_name(text("posting")).unwrap_or(Posting::Queued),
        open: items(row, "open").filter_map(Value::as_str).map(|id| titles.find(id)).collect(),
        kind: Kind::from_name(text("kind")).unwrap_or(Kind::Choice),
    }
}

/// The items of an array member.
fn items<'a>(object: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    object.get(name).and_then(Value::as_array).into_iter().flatten()
}

/// What today's notice calls its purposes.
struct Titles(Vec<(String, String)>);

impl Titles {
    /// Those of a notice file; none where the file is not the one with this digest.
    fn of(notice: &str, digest: &str) -> Self {
        if Digest::of(notice.as_bytes()).to_text() != digest {
            return Self(Vec::new());
        }
        let notice: Value = serde_json::from_str(notice).unwrap_or_default();
        let own = |purpose: &Value, name: &str| purpose.get(name)?.as_str().map(str::to_owned);
        Self(items(&notice, "choices").filter_map(|purpose| Some((own(purpose, "id")?, own(purpose, "title")?))).collect())
    }

    /// The title of a purpose; its id where the notice has no such purpose.
    fn find(&self, id: &str) -> String {
        self.0.iter().find(|(known, _)| known == id).map_or(id, |(_, title)| title).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use countersign_core::Digest;
    use serde_json::Value;

    use super::list;

    const ROWS: &str =
        r#"[{"id":"a","at":"2026-11-20T08:31:05.123Z","open":["maps","gone"],"posting":"countersigned","kind":"choice"},{"id":"b"}]"#;
    const NOTICE: &str = r#"{"purposes":[{"id":"maps","title":"Map <of> roads"}]}"#;

    #[test]
    fn titles_come_from_the_notice_that_was_named_and_from_no_other() {
        let digest = Digest::of(NOTICE.as_bytes()).to_text();
        for (notice, digest, expected) in [
            (NOTICE, digest.as_str(), "Allowed: Map &lt;of&gt; roads, gone"),
            (NOTICE, "x", "Allowed: maps, gone"),
            ("", "", "Allowed: maps, gone"),
        ] {
            let said: Value = serde_json::from_str(&list(ROWS, notice, digest, "en")).unwrap();
            let html = said["html"].as_str().unwrap();
            assert!(html.contains(expected), "{html}");
            assert!(
                html.find("data-cs-receipt=\"b\"") < html.find("data-cs-receipt=\"a\""),
                "newest first, and a row that lacks all is shown"
            );
        }
        assert!(list("nonsense", "", "", "ms").contains("Tiada resit"));
    }
}
