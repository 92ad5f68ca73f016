//! An address as somebody wrote it in; the one spelling that is hashed out.
//! Two spellings of one address have to meet, or a person who said stop is written to all the same; two addresses must never meet.
//!
//! | Kind | Rule |
//! |---|---|
//! | phone | E.164: `+` and 8 to 15 digits; blanks, `-`, `.`, `/` and brackets go, `00` in front is `+`, a national number needs a calling code |
//! | email | one `@`, at most 254 bytes; lower case as a whole, an ASCII domain; dots and tags of the local part stay, because most providers tell them apart |
//! | account | 1 to 128 bytes as they are, such as a customer number, an OpenID or a push token |
//!
//! Full-width characters are folded first (NFKC), because Chinese keyboards write them.
//! Deliberately absent: whether anybody can be reached there.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::ids::ChannelId;

/// The longest e-mail address, in bytes (RFC 5321 section 4.5.3.1.3 without its brackets).
const MAX_EMAIL: usize = 254;
/// The longest local part of one.
const MAX_LOCAL: usize = 64;
/// The longest opaque account id, in bytes.
const MAX_ACCOUNT: usize = 128;

/// What kind of address a channel reaches.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum AddressKind {
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// Whatever else tells one recipient from another.
    Account,
}

impl AddressKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Email, Self::Account];

    /// The kind of address that a channel reaches: telephone numbers for `sms`, `phone` and `whatsapp`, e-mail addresses for `email`,
    /// account ids for every other.
    #[must_use]
    pub fn of(channel: &ChannelId) -> Self {
        match channel.as_str() {
            "sms" | "phone" | "whatsapp" => Self::Phone,
            "email" => Self::Email,
            _ => Self::Account,
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The name in hashes and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Account => "account",
        }
    }
}

/// The calling code of a country, such as `60`: what stands in front of its national numbers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CallingCode(String);

impl CallingCode {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CallingCode {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('+').unwrap_or(text);
        let fits = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
        if fits { Ok(Self(digits.to_owned())) } else { Err("must be a calling code of 1 to 3 digits, such as 60 for Malaysia") }
    }
}

/// Why a text is no address.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum AddressError {
    /// There is nothing.
    #[error("is empty")]
    Empty,
    /// It holds something that no telephone number has.
    #[error("is no telephone number: only digits, blanks, +, -, ., / and brackets can stand in one")]
    NotPhone,
    /// It is national and no calling code was given.
    #[error("is a national number: write it with + and the country's calling code, or say which code numbers without one have")]
    National,
    /// It is shorter or longer than E.164 allows.
    #[error("has not the 8 to 15 digits of a telephone number with its calling code")]
    PhoneLength,
    /// It has not the form of an e-mail address.
    #[error("is no e-mail address: it needs one @ between a name without blanks and a domain")]
    NotEmail,
    /// Its domain is not in ASCII.
    #[error("has a domain with other than ASCII letters: write it as it stands in the mail system, beginning with xn--")]
    Domain,
    /// It is longer than an address may be.
    #[error("is longer than such an address can be")]
    TooLong,
    /// It holds control characters.
    #[error("holds control characters")]
    Control,
}

/// An address in its one spelling.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Address {
    kind: AddressKind,
    normalized: String,
}

impl Address {
    /// Reads an address of a kind; `code` is put before telephone numbers that have none.
    ///
    /// # Errors
    /// [`AddressError`], saying what is wrong; never what was written.
    pub fn parse(kind: AddressKind, text: &str, code: Option<&CallingCode>) -> Result<Self, AddressError> {
        let folded: String = text.nfkc().collect();
        let folded = folded.trim();
        if folded.is_empty() {
            return Err(AddressError::Empty);
        }
        let normalized = match kind {
            AddressKind::Phone => phone(folded, code)?,
            AddressKind::Email => email(folded)?,
            AddressKind::Account => account(folded)?,
        };
        Ok(Self { kind, normalized })
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> AddressKind {
        self.kind
    }

    /// The one spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.normalized
    }

    /// The address as it can be shown to whoever holds a link: enough to know it again, too little to learn it.
    #[must_use]
    pub fn masked(&self) -> String {
        let hidden = "•••";
        let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
        let last = |count: usize| self.normalized.chars().skip(self.normalized.chars().count().saturating_sub(count)).collect::<String>();
        match (self.kind, self.normalized.split_once('@')) {
            (AddressKind::Email, Some((local, domain))) => format!("{}{hidden}@{domain}", first(local)),
            (AddressKind::Phone, _) => format!("{hidden}{}", last(3)),
            _ => format!("{hidden}{}", last(2)),
        }
    }
}

/// Addresses stay out of logs.
impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({}, {})", self.kind.name(), self.masked())
    }
}

fn phone(text: &str, code: Option<&CallingCode>) -> Result<String, AddressError> {
    let is_filler = |c: char| c.is_whitespace() || matches!(c, '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    let bare: String = text.chars().filter(|&c| !is_filler(c)).collect();
    let (international, digits) = match bare.strip_prefix('+').or_else(|| bare.strip_prefix("00")) {
        Some(rest) => (true, rest),
        None => (false, bare.as_str()),
    };
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AddressError::NotPhone);
    }
    let digits = match code {
        _ if international => digits.to_owned(),
        // The 0 in front of a national number is dialed at home only.
        Some(CallingCode(code)) => format!("{code}{}", digits.strip_prefix('0').unwrap_or(digits)),
        None => return Err(AddressError::National),
    };
    if (8..=15).contains(&digits.len()) && !digits.starts_with('0') { Ok(format!("+{digits}")) } else { Err(AddressError::PhoneLength) }
}

fn email(text: &str) -> Result<String, AddressError> {
    if text.len() > MAX_EMAIL {
        return Err(AddressError::TooLong);
    }
    let lower = text.to_lowercase();
    let (local, domain) = lower.rsplit_once('@').ok_or(AddressError::NotEmail)?;
    let is_out_of_place =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | ',' | ';' | '<' | '>' | '(' | ')' | '"' | '\\');
    if local.is_empty() || local.len() > MAX_LOCAL || local.contains(is_out_of_place) {
        return Err(AddressError::NotEmail);
    }
    if !domain.is_ascii() {
        return Err(AddressError::Domain);
    }
    let is_label = |label: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len()) && label.bytes().all(fits) && !label.starts_with('-') && !label.ends_with('-')
    };
    if domain.split('.').count() >= 2 && domain.split('.').all(is_label) { Ok(lower) } else { Err(AddressError::NotEmail) }
}

fn account(text: &str) -> Result<String, AddressError> {
    if text.len() > MAX_ACCOUNT {
        Err(AddressError::TooLong)
    } else if text.contains(char::is_control) {
        Err(AddressError::Control)
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: AddressKind, text: &str, code: Option<&str>, expected: Result<&str, AddressError>) {
        let code = code.map(|code| code.parse::<CallingCode>().unwrap());
        let found = Address::parse(kind, text, code.as_ref());
        assert_eq!(found.as_ref().map(Address::as_str).map_err(|error| *error), expected, "{text:?}");
    }

    #[test]
    fn one_number_has_one_spelling() {
        let phone = |text: &str, code: Option<&str>, expected: Result<&str, AddressError>| check(AddressKind::Phone, text, code, expected);
        phone("+60 12-345 6789", None, Ok("+60123456789"));
        phone("0060123456789", None, Ok("+60123456789"));
        phone("012-345 6789", Some("60"), Ok("+60123456789"));
        phone("+60123456789", Some("86"), Ok("+60123456789"));
        phone("13800138000", Some("+86"), Ok("+8613800138000"));
        phone("＋８６　１３８００１３８０００", None, Ok("+8613800138000"));
        phone("(03) 2345.6789", Some("60"), Ok("+60323456789"));
        phone("012-345 6789", None, Err(AddressError::National));
        phone("+60 12", None, Err(AddressError::PhoneLength));
        phone("+1234567890123456", None, Err(AddressError::PhoneLength));
        phone("+0123456789", None, Err(AddressError::PhoneLength));
        phone("+60 12-CALL-NOW", None, Err(AddressError::NotPhone));
        phone("+", None, Err(AddressError::NotPhone));
        phone("  ", None, Err(AddressError::Empty));
    }

    #[test]
    fn one_mailbox_has_one_spelling() {
        let email = |text: &str, expected: Result<&str, AddressError>| check(AddressKind::Email, text, None, expected);
        email(" Ana.Lim@Example.COM ", Ok("ana.lim@example.com"));
        email("ana＠example．com", Ok("ana@example.com"));
        email("ana.lim+shop@example.com", Ok("ana.lim+shop@example.com"));
        email("李@example.com", Ok("李@example.com"));
        email("ana@bücher.example", Err(AddressError::Domain));
        email("ana@xn--bcher-kva.example", Ok("ana@xn--bcher-kva.example"));
        for text in
            ["ana", "@example.com", "ana@", "ana@localhost", "a na@example.com", "a@b@example.com", "ana@-x.com", "ana@x..com", "<a@x.com>"]
        {
            email(text, Err(AddressError::NotEmail));
        }
        email(&format!("{}@example.com", "a".repeat(250)), Err(AddressError::TooLong));
    }

    #[test]
    fn accounts_stay_as_they_are() {
        check(AddressKind::Account, " oXyZ-12 ", None, Ok("oXyZ-12"));
        check(AddressKind::Account, "a\nb", None, Err(AddressError::Control));
        check(AddressKind::Account, &"a".repeat(129), None, Err(AddressError::TooLong));
    }

    #[test]
    fn what_is_shown_does_not_tell_the_address() {
        let check = |kind: AddressKind, text: &str, expected: &str| {
            let address = Address::parse(kind, text, None).unwrap();
            assert_eq!(address.masked(), expected);
            assert!(!format!("{address:?}").contains(text));
        };
        check(AddressKind::Email, "ana.lim@example.com", "a•••@example.com");
        check(AddressKind::Phone, "+60123456789", "•••789");
        check(AddressKind::Account, "C-40017", "•••17");
    }
}
