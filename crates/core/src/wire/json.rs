//! JSON without a framework: writing member by member, so that absent means absent and the order is fixed, and reading through one
//! small trait, so that the widget reads with the browser's own parser and native code with miniserde.

use miniserde::json::{Number, Value};

use crate::PurposeId;
use crate::decimal::push_decimal;

/// Parsed JSON. Every answer is `None` where the value is of another type.
pub trait Json: Sized {
    /// A member of an object; absent where there is none, and where this is no object.
    fn member(&self, name: &str) -> Self;
    /// Whether this is nothing: an absent member, or null.
    fn is_absent(&self) -> bool;
    /// A string.
    fn text(&self) -> Option<String>;
    /// A whole number from 0 to 2^53.
    fn number(&self) -> Option<u64>;
    /// A boolean.
    fn truth(&self) -> Option<bool>;
    /// How many values an array has.
    fn length(&self) -> Option<u32>;
    /// A value of an array, counted from 0; absent where there is none, and where this is no array.
    fn item(&self, place: u32) -> Self;
}

impl Json for Value {
    fn member(&self, name: &str) -> Self {
        match self {
            Self::Object(members) => members.get(name).cloned().unwrap_or(Self::Null),
            _ => Self::Null,
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Null)
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

    fn length(&self) -> Option<u32> {
        match self {
            Self::Array(items) => u32::try_from(items.len()).ok(),
            _ => None,
        }
    }

    fn item(&self, place: u32) -> Self {
        match self {
            Self::Array(items) => items.get(place as usize).cloned().unwrap_or(Self::Null),
            _ => Self::Null,
        }
    }
}

/// A JSON object under construction; what is nested is written in place.
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
        push_decimal(&mut self.0, value);
        self
    }

    /// Adds a boolean.
    #[inline(never)]
    pub fn truth(&mut self, name: &str, value: bool) -> &mut Self {
        self.raw(name, if value { "true" } else { "false" })
    }

    /// Adds a boolean where it is true; where it is not, nothing stands.
    pub fn flag(&mut self, name: &str, value: bool) -> &mut Self {
        if value { self.truth(name, true) } else { self }
    }

    /// Adds a member whose value is JSON text already.
    #[inline(never)]
    pub fn raw(&mut self, name: &str, json: &str) -> &mut Self {
        self.name(name);
        self.0.push_str(json);
        self
    }

    /// Adds an object, whose members `fill` writes.
    #[inline]
    pub fn object(&mut self, name: &str, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.name(name);
        self.braced(fill)
    }

    /// Adds an array; `each` writes one value with [`Object::text`], [`Object::braced`] or [`Object::pair`].
    #[inline]
    pub fn list<T>(&mut self, name: &str, values: impl IntoIterator<Item = T>, mut each: impl FnMut(&mut Self, T)) -> &mut Self {
        self.name(name);
        self.0.push('[');
        for value in values {
            self.separate();
            each(self, value);
        }
        self.0.push(']');
        self
    }

    /// Adds an array of strings.
    #[inline(never)]
    pub fn strings(&mut self, name: &str, values: &[String]) -> &mut Self {
        self.list(name, values, |list, value| list.text(value))
    }

    /// Adds an array of purpose ids.
    #[inline(never)]
    pub fn purposes(&mut self, name: &str, values: &[PurposeId]) -> &mut Self {
        self.list(name, values, |list, value| list.text(value.as_str()))
    }

    /// Writes a string as one value of a list.
    pub fn text(&mut self, value: &str) {
        push_quoted(&mut self.0, value);
    }

    /// Writes an object as one value of a list; `fill` writes its members.
    #[inline]
    pub fn braced(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.0.push('{');
        fill(self);
        self.0.push('}');
        self
    }

    /// Writes an array of two strings as one value of a list.
    pub fn pair(&mut self, first: &str, second: &str) {
        self.0.push('[');
        self.text(first);
        self.0.push(',');
        self.text(second);
        self.0.push(']');
    }

    /// Adds the members of an object that was begun elsewhere.
    pub fn members(&mut self, other: &Self) -> &mut Self {
        self.spliced(other.inner())
    }

    /// Adds members that are JSON text already.
    pub fn spliced(&mut self, members: &str) -> &mut Self {
        self.separate();
        self.0.push_str(members);
        self
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.separate();
        push_quoted(&mut self.0, name);
        self.0.push(':');
    }

    /// A comma, unless an object or an array was just opened.
    #[inline(never)]
    fn separate(&mut self) {
        if !matches!(self.0.as_bytes().last(), Some(b'{' | b'[')) {
            self.0.push(',');
        }
    }

    /// The members so far, without braces.
    #[must_use]
    pub fn inner(&self) -> &str {
        self.0.get(1..).unwrap_or_default()
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
