//! Bytes to text: which encoding a file is in, and its words without a change.
//!
//! In: the bytes of a file. Out: its text, byte order mark included, and how it was encoded. A file that cannot be decoded to the last byte is
//! refused: a replacement character would be a word that the author never wrote. Order of trust: byte order mark, valid UTF-8, UTF-16 that
//! reads like text, the charset that an HTML file declares, then a guess from the letters. Deliberately absent: file names, markup.

use std::fmt;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, DecoderResult, GB18030, GBK, WINDOWS_1252};

use super::error::ReadError;
use super::utf16::{self, Order};

/// How a file was encoded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB 18030, which holds GBK and GB 2312.
    Gb18030,
    /// Big5.
    Big5,
    /// Windows-1252, the Western code page.
    Windows1252,
}

impl Encoding {
    /// The name in the WHATWG Encoding Standard.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "Big5",
            Self::Windows1252 => "windows-1252",
        }
    }

    const fn decoder(self) -> Option<&'static encoding_rs::Encoding> {
        match self {
            Self::Gb18030 => Some(GB18030),
            Self::Big5 => Some(BIG5),
            Self::Windows1252 => Some(WINDOWS_1252),
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => None,
        }
    }

    fn of(known: &'static encoding_rs::Encoding) -> Option<Self> {
        [(GBK, Self::Gb18030), (GB18030, Self::Gb18030), (BIG5, Self::Big5), (WINDOWS_1252, Self::Windows1252)]
            .into_iter()
            .find_map(|(name, encoding)| (name == known).then_some(encoding))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// A file's text.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    /// The encoding was told from the letters alone.
    pub(super) guessed: bool,
}

impl Decoded {
    fn certain(text: String, encoding: Encoding) -> Self {
        Self { text, encoding, guessed: false }
    }
}

/// Decodes a file.
///
/// # Errors
/// Where the encoding is not known, or does not fit to the last byte; and where NUL characters show that the file is no text.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ReadError> {
    if bytes.starts_with(&[0xff, 0xfe, 0, 0]) || bytes.starts_with(&[0, 0, 0xfe, 0xff]) {
        return Err(ReadError::Foreign("UTF-32"));
    }
    for (mark, order) in [([0xff, 0xfe], Order::LowFirst), ([0xfe, 0xff], Order::HighFirst)] {
        if bytes.starts_with(&mark) {
            return utf16::decode(bytes, order).map(|text| Decoded::certain(text, order.encoding())).and_then(without_nul);
        }
    }
    let valid = std::str::from_utf8(bytes);
    if let Ok(text) = valid
        && !text.contains('\0')
    {
        return Ok(Decoded::certain(text.to_owned(), Encoding::Utf8));
    }
    if let Some(order) = utf16::order(bytes) {
        return utf16::decode(bytes, order).map(|text| Decoded { guessed: true, ..Decoded::certain(text, order.encoding()) });
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(ReadError::Nul { at, line: line(bytes, at) });
    }
    let at = valid.err().map_or(0, |error| error.valid_up_to());
    if matches!(bytes.get(at..at + 3), Some([0xed, 0xa0..=0xbf, 0x80..=0xbf])) {
        return Err(ReadError::Surrogate { encoding: Encoding::Utf8, at, line: line(bytes, at) });
    }
    if bytes.starts_with("\u{feff}".as_bytes()) || is_mostly_utf8(bytes) {
        return Err(ReadError::Malformed { encoding: Encoding::Utf8, at, line: line(bytes, at) });
    }
    legacy(bytes)
}

fn without_nul(decoded: Decoded) -> Result<Decoded, ReadError> {
    match decoded.text.split_once('\0') {
        Some((before, _)) => {
            let at = 2 * before.encode_utf16().count();
            Err(ReadError::Nul { at, line: before.matches('\n').count() + 1 })
        }
        None => Ok(decoded),
    }
}

/// The line of a byte, from 1.
fn line(bytes: &[u8], at: usize) -> usize {
    bytes.iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

/// Whether a file is UTF-8 but for some bytes: letters of several bytes outnumber what does not fit.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut fit, mut unfit) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        fit += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        unfit += usize::from(!chunk.invalid().is_empty());
    }
    fit > unfit
}

fn legacy(bytes: &[u8]) -> Result<Decoded, ReadError> {
    let declared = declared(bytes).filter(|encoding| decode_as(bytes, *encoding).is_ok());
    let encoding = match declared {
        Some(encoding) => encoding,
        None => guess(bytes)?,
    };
    let text = decode_as(bytes, encoding)?;
    // Bytes that Windows-1252 leaves open, and most control characters, stand in no policy.
    let control = |letter: &char| letter.is_control() && !letter.is_whitespace();
    if let Some(at) = (encoding == Encoding::Windows1252).then(|| text.chars().position(|letter| control(&letter))).flatten() {
        return Err(ReadError::Malformed { encoding, at, line: line(bytes, at) });
    }
    Ok(Decoded { text, encoding, guessed: declared.is_none() })
}

/// The charset that an HTML file says it has (`<meta charset=...>`), where it is one that is read here.
fn declared(bytes: &[u8]) -> Option<Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(1024))?).to_ascii_lowercase();
    let value = head.get(head.find("charset=")? + "charset=".len()..)?.trim_start_matches(['"', '\'']);
    let label = value.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_".contains(letter))).next()?;
    Encoding::of(encoding_rs::Encoding::for_label(label.as_bytes())?)
}

fn guess(bytes: &[u8]) -> Result<Encoding, ReadError> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    Encoding::of(found).ok_or(ReadError::Foreign(found.name()))
}

fn decode_as(bytes: &[u8], encoding: Encoding) -> Result<String, ReadError> {
    let Some(known) = encoding.decoder() else { return Err(ReadError::Foreign(encoding.name())) };
    let mut decoder = known.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(bytes.len());
    let mut text = String::with_capacity(room);
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::Malformed(len, behind), read) => {
            let at = read.saturating_sub(usize::from(len) + usize::from(behind));
            Err(ReadError::Malformed { encoding, at, line: line(bytes, at) })
        }
        _ => Ok(text),
    }
}
