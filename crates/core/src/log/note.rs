//! Signed notes (C2SP `signed-note`): a text, an empty line, and who signed it. Read and written here, not verified:
//! [`NoteSignature::bytes`] are checked against [`Note::text`], or for a witness against [`cosigned_text`], by the caller's Ed25519.

use super::{LogError, from_base64, to_base64};
use crate::Digest;
use std::fmt;

/// What begins a signature line: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// A text with its signature lines.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Note {
    /// The text; ends with a line feed.
    pub text: String,
    /// Who signed, in the order of the lines. Whoever is unknown to the reader counts for nothing.
    pub signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoteSignature {
    /// The name of the key.
    pub name: String,
    /// The first four bytes of a digest of the key.
    pub key_id: [u8; 4],
    /// The signature: 64 bytes for Ed25519; before them 8 of big-endian Unix seconds for a cosignature.
    pub bytes: Vec<u8>,
}

impl Note {
    /// Reads a note. The last empty line parts text and signatures.
    ///
    /// # Errors
    /// [`LogError::Note`] where it is not a note.
    pub fn parse(note: &str) -> Result<Self, LogError> {
        let is_clean = !note.chars().any(|c| c.is_control() && c != '\n');
        let (text, lines) = note.rsplit_once("\n\n").filter(|_| is_clean).ok_or(LogError::Note)?;
        let lines = lines.strip_suffix('\n').ok_or(LogError::Note)?;
        let signatures = lines.split('\n').map(NoteSignature::parse).collect::<Result<_, _>>()?;
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// The signatures of `key`: by its name and id.
    pub fn signatures_of<'a>(&'a self, key: &'a NoteKey) -> impl Iterator<Item = &'a NoteSignature> {
        let id = key.id();
        self.signatures.iter().filter(move |signature| signature.name == key.name() && signature.key_id == id)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl NoteSignature {
    /// Reads one line without its line feed.
    ///
    /// # Errors
    /// [`LogError::Note`] where it is not a signature line.
    pub fn parse(line: &str) -> Result<Self, LogError> {
        let (name, blob) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(LogError::Note)?;
        let blob = from_base64(blob).filter(|_| is_name(name)).ok_or(LogError::Note)?;
        let (key_id, bytes) = blob.split_first_chunk::<4>().filter(|(_, bytes)| !bytes.is_empty()).ok_or(LogError::Note)?;
        Ok(Self { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{DASH}{} {}", self.name, to_base64(&[self.key_id.as_slice(), &self.bytes].concat()))
    }
}

/// What a key of a note signs with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeyKind {
    /// The text, with Ed25519.
    Ed25519,
    /// The text and the time, with Ed25519: a witness (C2SP `tlog-cosignature`).
    Cosignature,
}

impl KeyKind {
    const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Cosignature => 4,
        }
    }
}

/// A verifier key: who signs, how, and with which public key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NoteKey {
    name: String,
    kind: KeyKind,
    public: [u8; 32],
}

impl NoteKey {
    /// A key. `None` where the name is empty or has white space or a plus sign.
    #[must_use]
    pub fn new(name: &str, kind: KeyKind, public: [u8; 32]) -> Option<Self> {
        is_name(name).then(|| Self { name: name.to_owned(), kind, public })
    }

    /// Reads `name+id+base64`.
    ///
    /// # Errors
    /// [`LogError::Key`] where it is anything else, of a kind that is not here, or its id does not follow from it.
    pub fn parse(text: &str) -> Result<Self, LogError> {
        let (name, rest) = text.split_once('+').ok_or(LogError::Key)?;
        let blob = rest.split_once('+').and_then(|(_, blob)| from_base64(blob)).ok_or(LogError::Key)?;
        let (kind, public) = match blob.split_first() {
            Some((1, public)) => (KeyKind::Ed25519, public),
            Some((4, public)) => (KeyKind::Cosignature, public),
            _ => return Err(LogError::Key),
        };
        let public = public.try_into().map_err(|_| LogError::Key)?;
        Self::new(name, kind, public).filter(|key| key.to_string() == text).ok_or(LogError::Key)
    }

    /// Its name; for a log its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The Ed25519 public key.
    #[must_use]
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }

    /// The four bytes that stand for it in signature lines.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        let digest = Digest::of_parts(&[self.name.as_bytes(), b"\n", &[self.kind.byte()], &self.public]);
        let [a, b, c, d, ..] = *digest.bytes();
        [a, b, c, d]
    }
}

impl fmt::Display for NoteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let blob = to_base64(&[[self.kind.byte()].as_slice(), &self.public].concat());
        write!(f, "{}+{:08x}+{blob}", self.name, u32::from_be_bytes(self.id()))
    }
}

/// What a witness signs for a checkpoint's text at `unix_seconds`.
#[must_use]
pub fn cosigned_text(unix_seconds: u64, text: &str) -> String {
    format!("cosignature/v1\ntime {unix_seconds}\n{text}")
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}
