//! What today's notice calls its purposes.

use serde_json::Value;

use crate::text;

/// Titles by id, as whoever asks for the list hands them over.
#[derive(Default)]
pub(crate) struct Titles(Value);

impl Titles {
    /// Those of an object by id; none where it is no object.
    pub(crate) fn of(titles: Option<&Value>) -> Self {
        Self(titles.cloned().unwrap_or_default())
    }

    /// The title of a purpose; its id where the notice has no such purpose.
    pub(crate) fn find(&self, id: &str) -> String {
        Some(text(&self.0, id)).filter(|title| !title.is_empty()).unwrap_or(id).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Titles;

    #[test]
    fn a_purpose_without_a_title_is_called_by_its_id() {
        let check = |titles, expected: [&str; 2]| {
            let titles = Titles::of(Some(&titles));
            assert_eq!([titles.find("maps").as_str(), &titles.find("gone")], expected);
        };
        check(json!({ "maps": "Map" }), ["Map", "gone"]);
        check(json!({ "maps": "" }), ["maps", "gone"]);
        check(json!({ "maps": 7 }), ["maps", "gone"]);
        check(json!("nonsense"), ["maps", "gone"]);
        assert_eq!(Titles::default().find("maps"), "maps");
    }
}
