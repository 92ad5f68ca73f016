//! Why a file cannot be read as a policy: what is wrong, where, and what to do.

use std::fmt;

use super::decode::Encoding;

/// Why a file cannot be read as a policy; [`ReadError::remedy`] says what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ReadError {
    /// The file has no words.
    Empty,
    /// The file is longer than [`crate::MAX_POLICY_BYTES`].
    TooLarge,
    /// The file is of a kind that is no text, by the bytes it begins with.
    Kind(Kind),
    /// The file holds a NUL character, which no text does; at this byte, on this line from 1.
    Nul {
        /// From 0.
        at: usize,
        /// From 1.
        line: usize,
    },
    /// The file reads like an encoding that is not read here; its name.
    Foreign(&'static str),
    /// A byte that the file's encoding does not have.
    Malformed {
        /// What the rest of the file is in.
        encoding: Encoding,
        /// From 0.
        at: usize,
        /// From 1.
        line: usize,
    },
    /// Half of a surrogate pair, which stands for no character.
    Surrogate {
        /// What the file is in.
        encoding: Encoding,
        /// From 0.
        at: usize,
        /// From 1.
        line: usize,
    },
}

/// A kind of file that is no text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Kind {
    /// With its article.
    pub(super) name: &'static str,
    pub(super) remedy: &'static str,
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => out.write_str("has no words"),
            Self::TooLarge => write!(out, "is longer than {} MiB", super::MAX_POLICY_BYTES >> 20),
            Self::Kind(kind) => write!(out, "is {}, not text", kind.name),
            Self::Nul { at, line } => write!(out, "is not text: byte {at} on line {line} is a NUL character"),
            Self::Foreign(name) => write!(out, "is not UTF-8 and reads like {name}"),
            Self::Malformed { encoding, at, line } => write!(out, "is not {encoding} at byte {at} on line {line}"),
            Self::Surrogate { encoding, at, line } => {
                write!(out, "is not {encoding} at byte {at} on line {line}: half of a surrogate pair, which is no character")
            }
        }
    }
}

impl std::error::Error for ReadError {}

impl ReadError {
    /// What to do, as the rest of a sentence.
    #[must_use]
    pub const fn remedy(&self) -> &'static str {
        match self {
            Self::Empty => "put the policy text into the file",
            Self::TooLarge => "give the policy alone, without images or the pages around it",
            Self::Kind(kind) => kind.remedy,
            Self::Nul { .. } => "save the policy as plain text in UTF-8; where the file was text, restore it from a copy",
            Self::Foreign(_) => "save the file as UTF-8",
            Self::Malformed { .. } => "open the file in the program that wrote it, mend the words on that line, and save it as UTF-8",
            Self::Surrogate { .. } => "take the broken character on that line out, and save the file as UTF-8",
        }
    }
}

const AS_TEXT: &str = "open it in its program and save it as plain text in UTF-8";
const COPY_TEXT: &str = "copy its words into a text file, or save it as plain text";
const UNPACK: &str = "unpack it and name the policy inside";
const NAME_TEXT: &str = "name the file that holds the policy as text";

/// What a file begins with, and what it is then.
const KINDS: &[(&[u8], Kind)] = &[
    (b"%PDF-", Kind { name: "a PDF document", remedy: COPY_TEXT }),
    (b"{\\rtf", Kind { name: "a rich text document", remedy: AS_TEXT }),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind { name: "a document of an older Office", remedy: AS_TEXT }),
    (b"PK\x05\x06", Kind { name: "an empty ZIP archive", remedy: UNPACK }),
    (b"\x1f\x8b", Kind { name: "a gzip archive", remedy: UNPACK }),
    (b"7z\xbc\xaf\x27\x1c", Kind { name: "a 7z archive", remedy: UNPACK }),
    (b"Rar!\x1a\x07", Kind { name: "a RAR archive", remedy: UNPACK }),
    (b"\x89PNG\r\n\x1a\n", Kind { name: "a PNG image", remedy: NAME_TEXT }),
    (b"\xff\xd8\xff", Kind { name: "a JPEG image", remedy: NAME_TEXT }),
    (b"GIF8", Kind { name: "a GIF image", remedy: NAME_TEXT }),
    (b"RIFF", Kind { name: "an image, sound or film", remedy: NAME_TEXT }),
    (b"\x7fELF", Kind { name: "a program", remedy: NAME_TEXT }),
    (b"\0asm", Kind { name: "a program", remedy: NAME_TEXT }),
    (b"SQLite format 3\0", Kind { name: "a database", remedy: NAME_TEXT }),
    (b"bplist0", Kind { name: "a web archive of Safari", remedy: "save the page as HTML or as text instead" }),
    (b"MIME-Version:", Kind { name: "a web archive (MHTML)", remedy: "save the page as HTML or as text instead" }),
    (b"From: <Saved by", Kind { name: "a web archive (MHTML)", remedy: "save the page as HTML or as text instead" }),
];

/// The kind of a file that is no text, if its first bytes show one.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"PK\x03\x04") {
        let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
        let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        let document = [&b"word/"[..], b"[Content_Types].xml", b"opendocument.text", b"Index/Document.iwa"].into_iter().any(holds);
        return Some(if document {
            Kind { name: "a document of an office program", remedy: AS_TEXT }
        } else {
            Kind { name: "a ZIP archive", remedy: UNPACK }
        });
    }
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind)
}
