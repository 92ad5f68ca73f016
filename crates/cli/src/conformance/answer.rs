//! What a backend answered to one request.

use std::time::Duration;

use serde_json::Value;

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) took: Duration,
}

impl Answer {
    /// Whether the widget takes the receipt for delivered.
    pub(super) fn is_taken(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the backend says that it never will take these bytes.
    pub(super) fn is_refused(&self) -> bool {
        (400..500).contains(&self.status) && !matches!(self.status, 408 | 425 | 429)
    }

    pub(super) fn is_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }

    /// The values of a header, as one text; `name` in lower case.
    pub(super) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> = self.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The body as JSON, or null.
    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// What the widget would keep as the countersignature.
    pub(super) fn countersignature(&self) -> Option<String> {
        let json = self.json();
        json["countersignature"].as_str().filter(|text| self.is_taken() && text.split('.').count() == 3).map(str::to_owned)
    }
}
