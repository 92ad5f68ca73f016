//! Strict JSON (`countersign-json`), its faults as refusals.

use crate::refusal::Refusal;
use countersign_json::Error;
use serde_json::Value;

/// Parses `bytes` (UTF-8) as one JSON value; `what` names them in the refusal.
///
/// # Errors
/// [`Refusal::DuplicateMember`] where a member name is repeated, [`Refusal::Malformed`] where the text is not JSON,
/// nests deeper than 128 or has trailing characters.
pub(crate) fn parse(what: &str, bytes: &[u8]) -> Result<Value, Refusal> {
    countersign_json::parse(bytes).map_err(|error| {
        let words = format!("{what}: {error}");
        match error {
            Error::Twice { .. } => Refusal::DuplicateMember(words),
            Error::Malformed(_) => Refusal::malformed(words),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Refusal, parse};

    #[test]
    fn each_fault_has_its_own_refusal_and_says_where() {
        let check = |text: &str, expected: &str| {
            let words = match parse("the header", text.as_bytes()) {
                Ok(value) => value.to_string(),
                Err(Refusal::DuplicateMember(words)) => format!("duplicate: {words}"),
                Err(error) => format!("malformed: {error}"),
            };
            assert!(words.starts_with(expected), "{text}: {words}");
        };
        check(r#"{"a":1}"#, r#"{"a":1}"#);
        check(r#"{"a":1,"a":2}"#, r#"duplicate: the header: member "a" stands twice"#);
        check(r#"{"a":1"#, "malformed: the header: EOF");
    }
}
