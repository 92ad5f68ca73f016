//! What today's notice calls its purposes, and where receipts go.

use countersign_core::Digest;
use serde_json::Value;

use crate::{items, text};

/// A notice file, once it is the one that was named.
pub(crate) struct Titles(Value);

impl Titles {
    /// The notice file with this digest; nothing where the text is another, so that nobody else names purposes or hosts.
    pub(crate) fn of(notice: &str, digest: &str) -> Self {
        let own = Digest::of(notice.as_bytes()).to_text() == digest;
        Self(if own { serde_json::from_str(notice).unwrap_or_default() } else { Value::Null })
    }

    /// The title of a purpose; its id where the notice has no such purpose.
    pub(crate) fn find(&self, id: &str) -> String {
        let known = items(&self.0, "choices").find(|purpose| text(purpose, "id") == id);
        known.map(|purpose| text(purpose, "title")).filter(|title| !title.is_empty()).unwrap_or(id).to_owned()
    }

    /// The address that receipts are posted to; empty where they stay on the device, or a script of the page takes them.
    pub(crate) fn endpoint(&self) -> &str {
        let mut addresses = items(&self.0, "backends").map(|one| text(one, "to")).chain([text(&self.0, "endpoint")]);
        addresses.find(|address| !address.is_empty() && !address.starts_with("function:")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use countersign_core::Digest;

    use super::Titles;

    #[test]
    fn titles_and_addresses_come_from_the_notice_that_was_named_and_from_no_other() {
        let check = |notice: &str, named: &str, expected: [&str; 3]| {
            let titles = Titles::of(notice, &Digest::of(named.as_bytes()).to_text());
            assert_eq!([titles.find("maps").as_str(), &titles.find("gone"), titles.endpoint()], expected, "{notice}");
        };
        let one = r#"{"choices":[{"id":"maps","title":"Map"}],"endpoint":"/v1/receipts"}"#;
        check(one, one, ["Map", "gone", "/v1/receipts"]);
        check(one, "another", ["maps", "gone", ""]);
        let two = r#"{"choices":[{"id":"maps","title":"Map"}],"backends":[{"to":"function:x"},{"to":"https://a.example/r"}]}"#;
        check(two, two, ["Map", "gone", "https://a.example/r"]);
        check("nonsense", "nonsense", ["maps", "gone", ""]);
    }
}
