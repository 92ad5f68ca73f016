//! Writing JSON text member by member, so that absent means absent and the order is fixed; reading is miniserde's.

/// A JSON object under construction.
#[derive(Debug)]
pub struct Object(String);

impl Object {
    /// An empty object.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "an empty object is a start, not a default")]
    pub fn new() -> Self {
        Self(String::from("{"))
    }

    /// Adds a string member.
    pub fn string(&mut self, name: &str, value: &str) -> &mut Self {
        self.raw(name, &quote(value))
    }

    /// Adds a string member where there is one.
    pub fn maybe(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.string(name, value),
            None => self,
        }
    }

    /// Adds a number.
    pub fn number(&mut self, name: &str, value: u64) -> &mut Self {
        self.raw(name, &value.to_string())
    }

    /// Adds a boolean.
    pub fn truth(&mut self, name: &str, value: bool) -> &mut Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// Adds a member whose value is JSON text already.
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&quote(name));
        self.0.push(':');
        self.0.push_str(json);
        self
    }

    /// The object's text.
    #[must_use]
    pub fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// An array of values that are JSON text already.
#[must_use]
pub fn array(values: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&value);
    }
    text.push(']');
    text
}

/// An array of strings.
#[must_use]
pub fn strings<'a>(values: impl Iterator<Item = &'a str>) -> String {
    array(values.map(quote))
}

/// A JSON string (RFC 8259 section 7).
#[must_use]
pub fn quote(text: &str) -> String {
    miniserde::json::to_string(text)
}
