//! UTF-16: in which order a file has its bytes, and its text.
//!
//! In: bytes, with a byte order mark or without. Out: text. A surrogate without its partner is an error, since no text in UTF-8 can hold one.

use super::decode::Encoding;
use super::error::ReadError;

/// Which byte of a unit comes first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Order {
    LowFirst,
    HighFirst,
}

impl Order {
    pub(super) const fn encoding(self) -> Encoding {
        match self {
            Self::LowFirst => Encoding::Utf16Le,
            Self::HighFirst => Encoding::Utf16Be,
        }
    }

    fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::LowFirst => u16::from_le_bytes(pair),
            Self::HighFirst => u16::from_be_bytes(pair),
        }
    }
}

/// Units of a file that are looked at to tell its order.
const SAMPLE: usize = 32_768;
/// Characters that every Chinese text is full of, in both scripts.
const FREQUENT: &str = "的一是在不了有和人我们們您个個信息法为為本以及或用会會可他其对對与與，。、";

/// The order of a file without a byte order mark that reads like text in it.
pub(super) fn order(bytes: &[u8]) -> Option<Order> {
    [Order::LowFirst, Order::HighFirst].into_iter().find(|order| reads_like_text(bytes, *order))
}

fn reads_like_text(bytes: &[u8], order: Order) -> bool {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let sample = pairs.get(..pairs.len().min(SAMPLE)).unwrap_or_default();
    let share = |count: usize, percent: usize| count * 100 >= sample.len() * percent;
    let units = || sample.iter().map(|pair| order.unit(*pair));
    // Letters, Chinese characters and their marks.
    let usual = |unit: &u16| matches!(unit, 0x09..=0x0d | 0x20..=0x7e | 0xa0..=0x24f | 0x2010..=0x203a | 0x3000..=0x303f | 0x4e00..=0x9fff | 0xff01..=0xff5e);
    // Two letters of ASCII make one Chinese character, and so do two bytes of other encodings: zero bytes or frequent characters must speak.
    let ascii = sample.iter().flatten().filter(|byte| matches!(byte, 0x20..=0x7e | 0x09..=0x0d)).count();
    let zeros = sample.iter().flatten().any(|byte| *byte == 0);
    let frequent = units().filter(|unit| char::from_u32(u32::from(*unit)).is_some_and(|letter| FREQUENT.contains(letter))).count();
    !sample.is_empty()
        && rest.is_empty()
        && share(units().filter(usual).count(), 95)
        && !share(ascii, 140)
        && (zeros || share(frequent, 10))
}

/// Decodes a file.
pub(super) fn decode(bytes: &[u8], order: Order) -> Result<String, ReadError> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for letter in char::decode_utf16(pairs.iter().map(|pair| order.unit(*pair))) {
        let Ok(letter) = letter else {
            return Err(ReadError::Surrogate { encoding: order.encoding(), at, line: text.matches('\n').count() + 1 });
        };
        at += 2 * letter.len_utf16();
        text.push(letter);
    }
    if !rest.is_empty() {
        return Err(ReadError::Malformed { encoding: order.encoding(), at, line: text.matches('\n').count() + 1 });
    }
    Ok(text)
}
