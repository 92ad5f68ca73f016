//! JSON without a framework: writing member by member, so that absent means absent and the order is fixed, and reading through one
//! small trait, so that the widget reads with the browser's own parser and native code with miniserde.

use miniserde::json::{Number, Value};

/// Parsed JSON. Every answer is `None` where the value is absent, null or of another type.
pub trait Json: Sized {
    /// A member of an object.
    fn member(&self, name: &str) -> Option<Self>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A whole number from 0 to 2^53.
    fn number(&self) -> Option<u64>;
    /// A boolean.
    fn truth(&self) -> Option<bool>;
    /// The values of an array.
    fn items(&self) -> Option<Vec<Self>>;
}

impl Json for Value {
    fn member(&self, name: &str) -> Option<Self> {
        match self {
            Self::Object(members) => members.get(name).filter(|value| !matches!(value, Self::Null)).cloned(),
            _ => None,
        }
    }

    fn text(&self) -> Option<String> {
        match self {
            Self::String(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn number(&self) -> Option<u64> {
        match self {
            Self::Number(Number::U64(number)) => Some(*number),
            _ => None,
        }
    }

    fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    fn items(&self) -> Option<Vec<Self>> {
        match self {
            Self::Array(items) => Some(items.iter().cloned().collect()),
            _ => None,
        }
    }
}

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
    #[inline(never)]
    pub fn string(&mut self, name: &str, value: &str) -> &mut Self {
        self.name(name);
        push_quoted(&mut self.0, value);
        self
    }

    /// Adds a string member where there is one.
    #[inline(never)]
    pub fn maybe(&mut self, name: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.string(name, value),
            None => self,
        }
    }

    /// Adds a number.
    #[inline(never)]
    pub fn number(&mut self, name: &str, value: u64) -> &mut Self {
        self.name(name);
        self.0.push_str(&value.to_string());
        self
    }

    /// Adds a boolean.
    pub fn truth(&mut self, name: &str, value: bool) -> &mut Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// Adds a member whose value is JSON text already.
    #[inline(never)]
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.name(name);
        self.0.push_str(json);
        self
    }

    fn name(&mut self, name: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        push_quoted(&mut self.0, name);
        self.0.push(':');
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
        push_value(&mut text, &value);
    }
    text.push(']');
    text
}

#[inline(never)]
fn push_value(text: &mut String, value: &str) {
    if text.len() > 1 {
        text.push(',');
    }
    text.push_str(value);
}

/// An array of strings.
#[must_use]
pub fn strings<'a>(values: impl Iterator<Item = &'a str>) -> String {
    array(values.map(quote))
}

/// A JSON string (RFC 8259 section 7): quotation mark, reverse solidus and control characters escaped, everything else as it is.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    push_quoted(&mut quoted, text);
    quoted
}

#[inline(never)]
fn push_quoted(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                out.push('\\');
                out.push(letter);
            }
            '\u{0}'..='\u{1f}' => {
                out.push_str("\\u00");
                for half in [letter as u32 >> 4, letter as u32 & 15] {
                    out.push(char::from_digit(half, 16).unwrap_or('0'));
                }
            }
            _ => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn strings_are_quoted_as_json_wants() {
        for (text, json) in [("", r#""""#), ("a\"b\\c/", r#""a\"b\\c/""#), ("\n\u{1f}\u{7f}é\u{2028}", "\"\\u000a\\u001f\u{7f}é\u{2028}\"")]
        {
            assert_eq!(quote(text), json);
            assert_eq!(miniserde::json::from_str::<String>(json).unwrap(), text);
        }
    }
}
