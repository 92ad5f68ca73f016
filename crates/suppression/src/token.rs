//! What a link says, as bytes inside the seal of `keys`: what it is for, whom and what it concerns, and when it was minted.
//! The address stands in the link because it has to: the tables know hashes alone, and the receipt commits to the address.
//! It is sealed, so that a log of links names nobody. Deliberately absent: the seal, and whether a link is still of use.
//!
//! Form: version 1, purpose, time (days since 1970 in 2 bytes, or milliseconds in 6 where hours count), kind of the address,
//! and channel, topic and address, each behind a byte with its length; the rest is the note.

use thiserror::Error;

use crate::address::{Address, AddressKind};
use crate::ids::{ChannelId, TopicId};

const VERSION: u8 = 1;
const HOUR_MS: u64 = 60 * 60 * 1000;
const DAY_MS: u64 = 24 * HOUR_MS;
/// Days for which links in messages work, inclusive: ten years, because mail is kept.
pub const LINK_DAYS: u64 = 3_653;
/// Hours for which a confirmation works, inclusive.
pub const CONFIRM_HOURS: u64 = 48;
/// Hours for which a page of an account may change what holds, inclusive.
pub const ACCOUNT_HOURS: u64 = 1;
/// Hours for which staff go to the page of a person by its address, inclusive: as long as a session lasts.
pub const DESK_HOURS: u64 = 12;

/// What a token is for. One never counts as another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// Stops messages, and shows what else can be chosen.
    Unsubscribe,
    /// Confirms that messages were asked for.
    Confirm,
    /// Counts that a message was opened, where that is allowed.
    Open,
    /// Counts that a link was followed, where that is allowed.
    Click,
    /// Shows and changes what holds, on a page of somebody whom the site has signed in.
    Account,
    /// Stands for a person in the address of a page of staff, and for a row of a list that waits. It lets nobody in.
    Desk,
}

impl Purpose {
    const ALL: [Self; 6] = [Self::Unsubscribe, Self::Confirm, Self::Open, Self::Click, Self::Account, Self::Desk];

    const fn byte(self) -> u8 {
        match self {
            Self::Unsubscribe => 1,
            Self::Confirm => 2,
            Self::Open => 3,
            Self::Click => 4,
            Self::Account => 5,
            Self::Desk => 6,
        }
    }

    /// For how long it works, in milliseconds.
    const fn life_ms(self) -> u64 {
        match self {
            Self::Confirm => CONFIRM_HOURS * HOUR_MS,
            Self::Account => ACCOUNT_HOURS * HOUR_MS,
            Self::Desk => DESK_HOURS * HOUR_MS,
            Self::Unsubscribe | Self::Open | Self::Click => LINK_DAYS * DAY_MS,
        }
    }

    /// Whether only the day of minting counts, so that the links of a day are alike.
    const fn counts_days(self) -> bool {
        matches!(self, Self::Unsubscribe | Self::Open | Self::Click)
    }
}

/// Why a token cannot be made or read.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum TokenError {
    /// It was not sealed by these keys for this site, or not as it stands.
    #[error("no key of this site has sealed it")]
    Unsealed,
    /// Its note is longer than a link can carry.
    #[error("the note of a link is limited to {} bytes", Token::MAX_NOTE)]
    TooLong,
}

/// What a link says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Token {
    /// What it is for.
    pub purpose: Purpose,
    /// Whom it concerns.
    pub address: Address,
    /// On which channel.
    pub channel: ChannelId,
    /// About what.
    pub topic: TopicId,
    /// What else belongs to the purpose: the campaign, or where a link leads. Empty for the others.
    pub note: String,
    minted_ms: u64,
}

impl Token {
    /// The longest note, in bytes.
    pub const MAX_NOTE: usize = 1_024;
    /// The longest text of a sealed token, in characters.
    pub const MAX_TEXT: usize = 2_048;

    /// A token that is minted at an instant, in milliseconds since 1970. Of a link only the day counts, so that all of one day are alike.
    #[must_use]
    pub fn new(purpose: Purpose, address: Address, channel: ChannelId, topic: TopicId, minted_ms: u64) -> Self {
        let minted_ms = if purpose.counts_days() { minted_ms / DAY_MS * DAY_MS } else { minted_ms };
        Self { purpose, address, channel, topic, note: String::new(), minted_ms }
    }

    /// The token of a page of an account, for all addresses of its owner; `None` without one.
    #[must_use]
    pub fn account(addresses: &[Address], minted_ms: u64) -> Option<Self> {
        let (first, others) = addresses.split_first()?;
        let note: Vec<String> = others.iter().map(|address| format!("{} {}", address.kind().name(), address.as_str())).collect();
        // Which channels there are is the site's to say; the token names none.
        let channel = "account".parse().ok()?;
        Some(Self::new(Purpose::Account, first.clone(), channel, TopicId::every(), minted_ms).with_note(note.join("\n")))
    }

    /// The addresses that it is about: one, or all of an account.
    #[must_use]
    pub fn addresses(&self) -> Vec<Address> {
        let others = if self.purpose == Purpose::Account { self.note.as_str() } else { "" };
        let read = |line: &str| {
            let (kind, text) = line.split_once(' ')?;
            Address::parse(AddressKind::from_name(kind)?, text, None).ok()
        };
        [self.address.clone()].into_iter().chain(others.lines().filter_map(read)).collect()
    }

    /// The same with a note.
    #[must_use]
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// When it was minted, in milliseconds since 1970; of a link the beginning of the day.
    #[must_use]
    pub const fn minted_ms(&self) -> u64 {
        self.minted_ms
    }

    /// Whether it has ended at an instant, in milliseconds since 1970.
    #[must_use]
    pub const fn is_expired(&self, now_ms: u64) -> bool {
        now_ms > self.minted_ms.saturating_add(self.purpose.life_ms())
    }

    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, TokenError> {
        if self.note.len() > Self::MAX_NOTE {
            return Err(TokenError::TooLong);
        }
        let mut bytes = vec![VERSION, self.purpose.byte()];
        // The six high bytes of the day are 0 until 2149, and the two of the instant for 8,900 years.
        let (time, zeros) = if self.purpose.counts_days() { (self.minted_ms / DAY_MS, 6) } else { (self.minted_ms, 2) };
        bytes.extend(time.to_be_bytes().iter().skip(zeros));
        bytes.push(match self.address.kind() {
            AddressKind::Phone => 1,
            AddressKind::Email => 2,
            AddressKind::Account => 3,
        });
        for text in [self.channel.as_str(), self.topic.as_str(), self.address.as_str()] {
            bytes.push(u8::try_from(text.len()).map_err(|_| TokenError::TooLong)?);
            bytes.extend(text.as_bytes());
        }
        bytes.extend(self.note.as_bytes());
        Ok(bytes)
    }

    /// Reads what [`Token::to_bytes`] wrote; `None` where it is anything else.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&[version, purpose], rest) = bytes.split_first_chunk()?;
        let purpose = Purpose::ALL.into_iter().find(|one| version == VERSION && one.byte() == purpose)?;
        let (time, rest) = rest.split_at_checked(if purpose.counts_days() { 2 } else { 6 })?;
        let number = time.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        let minted_ms = if purpose.counts_days() { number * DAY_MS } else { number };
        let (&kind, mut rest) = rest.split_first()?;
        let kind =
            [(1, AddressKind::Phone), (2, AddressKind::Email), (3, AddressKind::Account)].into_iter().find(|(byte, _)| *byte == kind)?.1;
        let mut text = || {
            let (&length, tail) = rest.split_first()?;
            let (text, tail) = tail.split_at_checked(usize::from(length))?;
            rest = tail;
            std::str::from_utf8(text).ok()
        };
        let (channel, topic, address) = (text()?.parse().ok()?, text()?.parse().ok()?, text()?);
        let address = Address::parse(kind, address, None).ok()?;
        Some(Self { purpose, address, channel, topic, note: std::str::from_utf8(rest).ok()?.to_owned(), minted_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW_MS: u64 = 1_795_673_671_250; // 2026-11-26T06:14:31.250Z

    fn token(purpose: Purpose) -> Token {
        let address = Address::parse(AddressKind::Phone, "+60123456789", None).unwrap();
        Token::new(purpose, address, "sms".parse().unwrap(), TopicId::every(), NOW_MS)
    }

    #[test]
    fn tokens_are_read_as_they_are_written() {
        for purpose in Purpose::ALL {
            let token = token(purpose).with_note("https://layang.example/sale?a=1");
            assert_eq!(Token::from_bytes(&token.to_bytes().unwrap()), Some(token));
        }
        assert_eq!(token(Purpose::Open).with_note("x".repeat(1_025)).to_bytes(), Err(TokenError::TooLong));
    }

    #[test]
    fn other_bytes_are_no_token() {
        let bytes = token(Purpose::Confirm).to_bytes().unwrap();
        for end in 0..bytes.len() {
            assert_eq!(Token::from_bytes(&bytes[..end]), None, "cut at {end}");
        }
        for (place, byte) in [(0, 2), (1, 9), (8, 7)] {
            let mut other = bytes.clone();
            other[place] = byte;
            assert_eq!(Token::from_bytes(&other), None, "byte {place}");
        }
    }

    #[test]
    fn an_account_has_several_addresses() {
        let address = |kind: AddressKind, text: &str| Address::parse(kind, text, None).unwrap();
        let all = [
            address(AddressKind::Email, "ana@example.com"),
            address(AddressKind::Phone, "+60123456789"),
            address(AddressKind::Account, "C 40017"),
        ];
        let token = Token::account(&all, NOW_MS).unwrap();
        assert_eq!(Token::from_bytes(&token.to_bytes().unwrap()).unwrap().addresses(), all);
        assert_eq!(Token::account(&[], NOW_MS), None);
    }

    #[test]
    fn links_live_for_years_and_confirmations_for_two_days() {
        let check = |purpose: Purpose, minted_ms: u64, life_ms: u64| {
            let token = token(purpose);
            assert_eq!(token.minted_ms(), minted_ms);
            assert!(!token.is_expired(0) && !token.is_expired(minted_ms + life_ms) && token.is_expired(minted_ms + life_ms + 1));
        };
        check(Purpose::Confirm, NOW_MS, 48 * 3_600_000);
        check(Purpose::Account, NOW_MS, 3_600_000);
        check(Purpose::Unsubscribe, NOW_MS - NOW_MS % DAY_MS, 3_653 * DAY_MS);
    }
}
