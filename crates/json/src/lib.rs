//! JSON text in, a value out, with the two rules of signed JSON that a plain parser leaves open:
//! a member name stands once in its object (RFC 7515 section 4, RFC 7493 section 2.3), and nothing follows the value.
//!
//! Where two readers take different members of the same name, one signature would stand for two receipts; so whoever takes receipts and
//! whoever judges them read by the same rules.
//! Depth is bounded by serde_json (128). Deliberately absent: what a value means, and any limit of length.

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::{cell::Cell, fmt};

/// Why a text is not strict JSON.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A member name stands twice in its object, whether it is spelled the same or with escapes.
    #[error("member {name:?} stands twice in an object, the second time before line {line}, column {column}; keep one")]
    Twice {
        /// The name, without escapes.
        name: String,
        /// The line of the second member's end, from 1.
        line: usize,
        /// Its column, in bytes from 1.
        column: usize,
    },
    /// It is not JSON, nests too deep, or goes on after the value.
    #[error(transparent)]
    Malformed(serde_json::Error),
}

/// Parses UTF-8 text as one JSON value.
///
/// # Errors
/// [`Error::Twice`] where a member name is repeated, [`Error::Malformed`] where the text is not JSON, nests deeper than 128 or has
/// trailing characters.
pub fn parse(bytes: &[u8]) -> Result<Value, Error> {
    let twice = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(&twice).deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| match twice.take() {
        Some(name) => Error::Twice { name, line: error.line(), column: error.column() },
        None => Error::Malformed(error),
    })
}

/// A text member of an object; nothing where it is absent or of another type.
#[must_use]
pub fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}

/// Whether `null` stands anywhere in a value.
#[must_use]
pub fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}

/// Reads a value; a name that stands twice is left in the cell, because the error of a parser holds no more than text.
#[derive(Clone, Copy)]
struct Strict<'a>(&'a Cell<Option<String>>);

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number is out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = access.next_key::<String>()? {
            let value = access.next_value_seed(self)?;
            if members.contains_key(&name) {
                self.0.set(Some(name));
                return Err(A::Error::custom("a member stands twice"));
            }
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Value, has_null, parse};

    #[test]
    fn a_name_stands_once_at_every_depth_and_nothing_follows() {
        let check = |text: &str, expected: &str| {
            let word = match parse(text.as_bytes()) {
                Ok(_) => "taken".to_owned(),
                Err(Error::Twice { name, .. }) => format!("twice {name}"),
                Err(Error::Malformed(_)) => "malformed".to_owned(),
            };
            assert_eq!(word, expected, "{text}");
        };
        check(r#"{"a":1,"b":[{"a":2},{"a":3}]}"#, "taken");
        check("{} ", "taken");
        check(r#"{"a":1,"a":1}"#, "twice a");
        check(r#"{"a":1,"\u0061":2}"#, "twice a");
        check(r#"[{"b":{"c":1,"c":null}}]"#, "twice c");
        check(r#"{"é\n":1,"\u00e9\u000a":2}"#, "twice é\n");
        for text in [r#"{"a":1} x"#, r#"{"a":1"#, "{} {}", "", "\u{feff}{}"] {
            check(text, "malformed");
        }
        check(&("[".repeat(200) + &"]".repeat(200)), "malformed");
    }

    #[test]
    fn the_error_names_the_member_and_its_place() {
        let error = parse(b"{\"kid\": 1,\n \"kid\": 2}").unwrap_err();
        assert_eq!(error.to_string(), r#"member "kid" stands twice in an object, the second time before line 2, column 10; keep one"#);
    }

    #[test]
    fn values_come_through_unchanged() {
        let text = r#"{"a":[1,-2,1.5,true,null,"é"],"b":{}}"#;
        let value = parse(text.as_bytes()).unwrap();
        assert_eq!(value, serde_json::from_str::<Value>(text).unwrap());
        assert!(has_null(&value));
        assert!(!has_null(&parse(br#"{"a":[0,""]}"#).unwrap()));
    }
}
