//! The state cookie's value: which purposes are open, by whose word, until when. No identifier is in it.
//!
//! `1.<material>.<expires>.<signal><by>.<open>`, see `www/docs/formats.md` section 5. The loader writes the same form; a test replays
//! one table of values through both.

use crate::decimal::push_decimal;
use crate::{PurposeId, Signal};

/// Whose word a stored state is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum By {
    /// The visitor chose.
    Visitor,
    /// Only the browser's signal spoke.
    Signal,
    /// The visitor switched on "Do not track me on this site".
    Switch,
}

impl By {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Visitor, Self::Signal, Self::Switch];

    /// The letter in the state cookie.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Visitor => 'u',
            Self::Signal => 's',
            Self::Switch => 't',
        }
    }

    /// The one with this letter.
    #[must_use]
    pub fn from_letter(letter: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|by| letter.chars().eq([by.letter()]))
    }
}

/// A stored choice in the form that the loader compares.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StoredState {
    /// The notice's material fingerprint: 8 base64url characters.
    pub material: String,
    /// The first day on which the choice no longer holds, in days since 1970-01-01.
    pub expires_day: u32,
    /// The signal that was visible when the choice was made.
    pub signal: Signal,
    /// Whose word it is.
    pub by: By,
    /// The open purposes, in the order of the notice.
    pub open: Vec<PurposeId>,
}

impl StoredState {
    /// Reads a cookie value; anything that does not fit counts as no state.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (Some("1"), Some(material), Some(expires), Some(who), Some(open), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let signal = Signal::from_letter(who.get(..1)?)?;
        let by = By::from_letter(who.get(1..)?)?;
        let known = |text: &str| PurposeId::new(text).ok();
        let open = if open.is_empty() { Vec::new() } else { open.split('~').map(known).collect::<Option<_>>()? };
        let digits = !expires.is_empty() && expires.bytes().all(|byte| byte.is_ascii_digit());
        let fits = material.len() == 8 && material.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') && digits;
        let expires_day = expires.parse().ok().filter(|_| fits)?;
        // A signal can only deny, and so can the switch.
        let spoken = by == By::Visitor || open.is_empty();
        spoken.then(|| Self { material: material.to_owned(), expires_day, signal, by, open })
    }

    /// The cookie value.
    #[must_use]
    pub fn to_value(&self) -> String {
        let mut text = String::from("1.");
        text.push_str(&self.material);
        text.push('.');
        push_decimal(&mut text, self.expires_day.into());
        text.push('.');
        text.push(self.signal.letter());
        text.push(self.by.letter());
        text.push('.');
        for (place, purpose) in self.open.iter().enumerate() {
            if place > 0 {
                text.push('~');
            }
            text.push_str(purpose.as_str());
        }
        text
    }

    /// Whether the state still speaks for a notice on a day. The switch speaks for every notice: who wants no tracking at all need not
    /// be asked about new kinds of it.
    #[must_use]
    pub fn holds(&self, material: &str, today: u32) -> bool {
        (self.by == By::Switch || self.material == material) && today < self.expires_day
    }
}

#[cfg(test)]
mod tests {
    use super::StoredState;

    #[test]
    fn values_read_back_or_count_as_nothing() {
        for value in ["1.Ab3-_f9K.20960.nu.", "1.Ab3-_f9K.20960.bs.", "1.Ab3-_f9K.20960.dt.", "1.Ab3-_f9K.1.gu.analytics~maps"] {
            assert_eq!(StoredState::parse(value).map(|state| state.to_value()).as_deref(), Some(value));
        }
        for broken in [
            "",
            "1",
            "2.Ab3-_f9K.20960.nu.",
            "1.Ab3.20960.nu.",
            "1.Ab3-_f9K.x.nu.",
            "1.Ab3-_f9K.-1.nu.",
            "1.Ab3-_f9K.+1.nu.",
            "1.Ab3-_f9K.20960.xu.",
            "1.Ab3-_f9K.20960.nx.",
            "1.Ab3-_f9K.20960.nu.A",
            "1.Ab3-_f9K.20960.nu.a~",
            "1.Ab3-_f9K.20960.gs.analytics",
            "1.Ab3-_f9K.20960.nt.analytics",
            "1.Ab3-_f9K.20960.nut.",
            "1.Ab3-_f9K.20960.nu.a.b",
            "1.Ab3-_f9K.99999999999.nu.",
            "1.Ab3 _f9K.20960.nu.",
        ] {
            assert_eq!(StoredState::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_state_ends_on_its_day_and_with_its_notice() {
        let same = ("Ab3-_f9K", 99);
        let (other, late) = (("Ab3-_f9L", 99), ("Ab3-_f9K", 100));
        for (who, expected) in [("nu", [true, false, false]), ("gs", [true, false, false]), ("nt", [true, true, false])] {
            let state = StoredState::parse(&["1.Ab3-_f9K.100.", who, "."].concat()).unwrap();
            assert_eq!([same, other, late].map(|(material, today)| state.holds(material, today)), expected, "{who}");
        }
    }
}
