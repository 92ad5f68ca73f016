//! JSON text in, a value out, with the two rules of signed JSON that a plain parser leaves open:
//! a member name stands once in its object (RFC 7515 section 4, I-JSON), and nothing follows the value.
//! Depth is bounded by serde_json (128).

use crate::refusal::Refusal;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::Cell;
use std::fmt;

/// Parses `bytes` (UTF-8) as one JSON value; `what` names them in the refusal.
///
/// # Errors
/// [`Refusal::DuplicateMember`] where a member name is repeated, [`Refusal::Malformed`] where the text is not JSON,
/// nests deeper than 128 or has trailing characters.
pub(crate) fn parse(what: &str, bytes: &[u8]) -> Result<Value, Refusal> {
    let twice = Cell::new(None);
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value = Strict(&twice).deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| match twice.take() {
        Some(name) => Refusal::DuplicateMember(format!("{what}: member {name:?} stands twice; keep one")),
        None => Refusal::malformed(format!("{what}: {error}")),
    })
}

/// Whether `null` stands anywhere in `value`.
pub(crate) fn has_null(value: &Value) -> bool {
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
    use super::*;

    #[test]
    fn a_name_stands_once_at_every_depth() {
        let check = |text: &str, expected: &str| {
            let word = match parse("it", text.as_bytes()) {
                Ok(_) => "taken",
                Err(Refusal::DuplicateMember(_)) => "twice",
                Err(_) => "malformed",
            };
            assert_eq!(word, expected, "{text}");
        };
        check(r#"{"a":1,"b":[{"a":2},{"a":3}]}"#, "taken");
        check(r#"{"a":1,"a":1}"#, "twice");
        check(r#"{"a":1,"\u0061":2}"#, "twice");
        check(r#"[{"b":{"c":1,"c":null}}]"#, "twice");
        check(r#"{"a":1} x"#, "malformed");
        check(r#"{"a":1"#, "malformed");
        check(&("[".repeat(200) + &"]".repeat(200)), "malformed");
    }

    #[test]
    fn values_come_through_unchanged() {
        let text = r#"{"a":[1,-2,1.5,true,null,"é"],"b":{}}"#;
        let value = parse("it", text.as_bytes()).unwrap();
        assert_eq!(value, serde_json::from_str::<Value>(text).unwrap());
        assert!(has_null(&value));
        assert!(!has_null(&parse("it", br#"{"a":[0,""]}"#).unwrap()));
    }
}
