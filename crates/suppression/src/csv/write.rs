//! A row as text that a spreadsheet takes for what it is: never for a formula, which could fetch an address or start a program.
//!
//! The rule is the one that OWASP gives for CSV injection: an apostrophe before `=`, `+`, `-`, `@`, tab and return at the beginning of a field.
//! A sign with nothing but digits behind it is a number, in particular a telephone number of E.164, and stays as it is.

/// Appends a row, its fields parted by commas, with the end of line of RFC 4180.
pub fn push_row<'a>(out: &mut String, fields: impl IntoIterator<Item = &'a str>) {
    for (place, field) in fields.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        push_field(out, field);
    }
    out.push_str("\r\n");
}

fn push_field(out: &mut String, field: &str) {
    let apostrophe = if is_formula(field) { "'" } else { "" };
    let is_plain = !field.contains(['"', ',', ';', '\t', '\r', '\n']) && field.trim() == field;
    if is_plain {
        out.push_str(apostrophe);
        out.push_str(field);
        return;
    }
    out.push('"');
    out.push_str(apostrophe);
    for (place, part) in field.split('"').enumerate() {
        if place > 0 {
            out.push_str("\"\"");
        }
        out.push_str(part);
    }
    out.push('"');
}

/// Whether a spreadsheet could take a field for a formula, or for one that an apostrophe makes harmless.
pub(super) fn is_formula(field: &str) -> bool {
    // What an apostrophe stands before already is no formula, but it would be read as one without it: it gets a second one.
    let bare = field.trim_start_matches('\'');
    match bare.chars().next() {
        Some('+' | '-') => !is_number(bare),
        Some('=' | '@' | '\t' | '\r') => true,
        _ => false,
    }
}

fn is_number(field: &str) -> bool {
    let digits = field.get(1..).unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
