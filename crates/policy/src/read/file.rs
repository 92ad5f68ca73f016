//! The one door for policy files: bytes and a name in, text and reading out.
//!
//! In: what stands in the file, and what it is called. Out: a [`PolicyFile`], or the reason why there is none. The file itself is never
//! touched. Deliberately absent: the file system.

use super::decode::{self, Encoding};
use super::error::{self, ReadError};
use super::{Reading, TextFormat, html, markdown, read_text};

/// The longest policy file that is read: 16 MiB.
pub const MAX_POLICY_BYTES: usize = 16 << 20;

/// A policy file that was read.
#[derive(Clone, Debug)]
pub struct PolicyFile {
    /// The file's text in UTF-8, a byte order mark included; offsets of [`Reading::source_offset`] count its bytes.
    pub text: String,
    /// How the file was encoded.
    pub encoding: Encoding,
    /// Whether the encoding was told from the letters alone, so that the author should look.
    pub guessed: bool,
    /// How the text was read.
    pub format: TextFormat,
    /// The text as read.
    pub reading: Reading,
}

/// Reads a policy file.
///
/// # Errors
/// Where the file is too long, is no text, cannot be decoded to the last byte, or has no words.
pub fn read_policy(name: &str, bytes: &[u8]) -> Result<PolicyFile, ReadError> {
    if bytes.len() > MAX_POLICY_BYTES {
        return Err(ReadError::TooLarge);
    }
    if let Some(kind) = error::kind(bytes) {
        return Err(ReadError::Kind(kind));
    }
    let decoded = decode::decode(bytes)?;
    let format = format_of(name, &decoded.text);
    let reading = read_text(&decoded.text, format);
    if reading.text().trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}').is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(PolicyFile { text: decoded.text, encoding: decoded.encoding, guessed: decoded.guessed, format, reading })
}

/// How a policy is written: by the end of its file's name, else by its text.
#[must_use]
pub fn format_of(name: &str, text: &str) -> TextFormat {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    match end.as_str() {
        "md" | "markdown" => TextFormat::Markdown,
        "html" | "htm" | "xhtml" => TextFormat::Html,
        _ if html::is_likely(text) => TextFormat::Html,
        _ if markdown::is_likely(text) => TextFormat::Markdown,
        _ => TextFormat::Plain,
    }
}
