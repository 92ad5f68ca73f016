//! The keys of a site's marketing: the text of its keys file in; hashes of addresses and tokens of links out.
//! One *hash key* turns addresses into what the tables hold. It is never changed: every hash made by it would stand for nobody,
//! and people who said stop would be written to again. *Token keys* seal links; the first mints, all open, so that a new one can be
//! put in front while links of the old one still work.
//!
//! The file has one key a line, `hash` or `token` and 32 random bytes in base64url; `#` begins a remark.
//! Deliberately absent: reading the file, which has to be readable by its owner alone (mode 0600).

use std::fmt;

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use aws_lc_rs::rand::SecureRandom;
use countersign_core::{Digest, commitment, from_base64url, to_base64url};
use thiserror::Error;

use crate::address::Address;
use crate::token::{Token, TokenError};

/// Bytes of a key.
const KEY_LEN: usize = 32;
/// Bytes in front of a token that say which key sealed it.
const HINT_LEN: usize = 2;
/// Tokens are sealed with one nonce: the cipher derives its own from key and content (RFC 8452), so that the same link is the same text
/// and two different ones never share a keystream.
const NONCE: [u8; NONCE_LEN] = [0; NONCE_LEN];

/// Why a keys file cannot be used.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum KeysError {
    /// A line that is no key.
    #[error("line {line}: must be hash or token and 32 bytes in base64url; make a keys file with countersign links --new-keys FILE")]
    Line {
        /// Which line, from 1.
        line: usize,
    },
    /// A key that stands there twice.
    #[error("line {line}: this key stands twice; remove one")]
    Twice {
        /// Which line, from 1.
        line: usize,
    },
    /// None or two hash keys.
    #[error("there must be exactly one line with hash; it is never replaced, because the suppressions of its hashes would be lost")]
    Hash,
    /// No token key.
    #[error("there must be a line with token")]
    NoToken,
    /// The system's source of randomness failed.
    #[error("the system gives no random bytes")]
    Random,
}

/// What the tables know an address by: HMAC-SHA-256 by the site's hash key over its kind, a zero byte and its one spelling.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct AddressHash([u8; 32]);

impl AddressHash {
    /// The hash with these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads the 43 characters of base64url.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(Self(*Digest::parse(text)?.bytes()))
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for AddressHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_base64url(&self.0))
    }
}

/// Whom a change concerns: the hash, and, for the receipt alone, the address where it is known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Subject {
    hash: AddressHash,
    address: Option<Address>,
}

impl Subject {
    /// Somebody of whom only the hash is known, such as in a list of another receiver.
    #[must_use]
    pub const fn of_hash(hash: AddressHash) -> Self {
        Self { hash, address: None }
    }

    /// The hash.
    #[must_use]
    pub const fn hash(&self) -> AddressHash {
        self.hash
    }

    /// The address, where it is known.
    #[must_use]
    pub const fn address(&self) -> Option<&Address> {
        self.address.as_ref()
    }

    /// The claim `of` of a receipt: whoever knows the address can check it, and nobody else. `None` where only the hash is known.
    #[must_use]
    pub fn commitment(&self, salt: [u8; 16]) -> Option<String> {
        self.address.as_ref().map(|address| commitment(salt, address.as_str()))
    }
}

/// The keys of one site.
pub struct Keyring {
    hash: hmac::Key,
    tokens: Vec<TokenKey>,
}

struct TokenKey {
    hint: [u8; HINT_LEN],
    key: LessSafeKey,
}

impl TokenKey {
    fn new(bytes: &[u8]) -> Result<Self, KeysError> {
        // Derived, so that the hint tells nothing about the key.
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, bytes), b"countersign token hint");
        let mut hint = [0; HINT_LEN];
        hint.iter_mut().zip(tag.as_ref()).for_each(|(to, from)| *to = *from);
        let key = UnboundKey::new(&AES_256_GCM_SIV, bytes).map_err(|_| KeysError::Random)?;
        Ok(Self { hint, key: LessSafeKey::new(key) })
    }
}

impl Keyring {
    /// The text of a new keys file.
    ///
    /// # Errors
    /// [`KeysError::Random`].
    pub fn generate(random: &dyn SecureRandom) -> Result<String, KeysError> {
        let key = || {
            let mut bytes = [0; KEY_LEN];
            random.fill(&mut bytes).map(|()| to_base64url(&bytes)).map_err(|_| KeysError::Random)
        };
        let (hash, token) = (key()?, key()?);
        Ok(format!(
            "# Keys of marketing links. Whoever reads them can make links for everybody: keep this file at mode 0600, and back it up.\n\
             # Never replace the hash key: suppressions are kept by hashes of it, and would stand for nobody.\n\
             hash {hash}\n\
             # The first token key mints. Put a new line in front to rotate; leave the old ones while mail with their links is about.\n\
             token {token}\n"
        ))
    }

    /// Reads the text of a keys file.
    ///
    /// # Errors
    /// [`KeysError`], naming the line.
    pub fn parse(text: &str) -> Result<Self, KeysError> {
        let (mut hash, mut tokens, mut seen) = (None, Vec::new(), Vec::new());
        for (line, content) in (1..).zip(text.lines()) {
            let content = content.trim();
            if content.is_empty() || content.starts_with('#') {
                continue;
            }
            let (name, key) = content.split_once(' ').ok_or(KeysError::Line { line })?;
            let key = from_base64url(key.trim()).filter(|key| key.len() == KEY_LEN).ok_or(KeysError::Line { line })?;
            if seen.contains(&key) {
                return Err(KeysError::Twice { line });
            }
            match name {
                "hash" if hash.is_none() => hash = Some(hmac::Key::new(hmac::HMAC_SHA256, &key)),
                "hash" => return Err(KeysError::Hash),
                "token" => tokens.push(TokenKey::new(&key)?),
                _ => return Err(KeysError::Line { line }),
            }
            seen.push(key);
        }
        if tokens.is_empty() {
            return Err(KeysError::NoToken);
        }
        Ok(Self { hash: hash.ok_or(KeysError::Hash)?, tokens })
    }

    /// What the tables know an address by.
    #[must_use]
    pub fn hash(&self, address: &Address) -> AddressHash {
        let mut context = hmac::Context::with_key(&self.hash);
        context.update(address.kind().name().as_bytes());
        context.update(&[0]);
        context.update(address.as_str().as_bytes());
        let mut bytes = [0; 32];
        bytes.iter_mut().zip(context.sign().as_ref()).for_each(|(to, from)| *to = *from);
        AddressHash(bytes)
    }

    /// The person behind an address.
    #[must_use]
    pub fn subject(&self, address: Address) -> Subject {
        Subject { hash: self.hash(&address), address: Some(address) }
    }

    /// Seals a token for `site`; the same token is the same text.
    ///
    /// # Errors
    /// [`TokenError::TooLong`] where its note is longer than a link can carry.
    pub fn mint(&self, site: &str, token: &Token) -> Result<String, TokenError> {
        let key = self.tokens.first().ok_or(TokenError::Unsealed)?;
        let mut content = token.to_bytes()?;
        let nonce = Nonce::assume_unique_for_key(NONCE);
        let tag = key.key.seal_in_place_separate_tag(nonce, Aad::from(site.as_bytes()), &mut content).map_err(|_| TokenError::Unsealed)?;
        Ok(to_base64url(&[key.hint.as_slice(), &content, tag.as_ref()].concat()))
    }

    /// Opens a token of `site`. What is forged, cut off, changed or of another site is one error, and tells nothing.
    ///
    /// # Errors
    /// [`TokenError::Unsealed`].
    pub fn open(&self, site: &str, text: &str) -> Result<Token, TokenError> {
        let bytes = from_base64url(text).filter(|_| text.len() <= Token::MAX_TEXT).ok_or(TokenError::Unsealed)?;
        let (hint, sealed) = bytes.split_at_checked(HINT_LEN).ok_or(TokenError::Unsealed)?;
        let mut keys = self.tokens.iter().filter(|key| key.hint == hint);
        keys.find_map(|key| {
            let mut content = sealed.to_vec();
            let nonce = Nonce::assume_unique_for_key(NONCE);
            let opened = key.key.open_in_place(nonce, Aad::from(site.as_bytes()), &mut content).ok()?;
            Token::from_bytes(opened)
        })
        .ok_or(TokenError::Unsealed)
    }
}

/// Keys stay out of logs.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({} token keys)", self.tokens.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::AddressKind;
    use crate::token::Purpose;
    use aws_lc_rs::rand::SystemRandom;

    const KEYS: &str = "# remark\nhash AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n\ntoken ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8\n";

    fn token(text: &str) -> Token {
        let address = Address::parse(AddressKind::Email, text, None).unwrap();
        Token::new(Purpose::Unsubscribe, address, "email".parse().unwrap(), "offers".parse().unwrap(), 1_795_000_000_000)
    }

    #[test]
    fn a_hash_depends_on_key_kind_and_address() {
        let keys = Keyring::parse(KEYS).unwrap();
        let other = Keyring::parse(&Keyring::generate(&SystemRandom::new()).unwrap()).unwrap();
        let email = Address::parse(AddressKind::Email, "Ana@Example.com", None).unwrap();
        let account = Address::parse(AddressKind::Account, "ana@example.com", None).unwrap();
        // Python: hmac.new(bytes(range(32)), b"email\0ana@example.com", "sha256")
        assert_eq!(keys.hash(&email).to_string(), "sqa_NpMe4j4_V5EfUwNSQPvweQXPCiFSYjvYNF5EkUI");
        assert_ne!(keys.hash(&email), keys.hash(&account));
        assert_ne!(keys.hash(&email), other.hash(&email));
    }

    #[test]
    fn links_open_with_every_key_and_at_their_site_alone() {
        let old = Keyring::parse(KEYS).unwrap();
        let link = old.mint("layang", &token("ana@example.com")).unwrap();
        assert_eq!(link, old.mint("layang", &token("ana@example.com")).unwrap());
        assert_ne!(link, old.mint("layang", &token("bo@example.com")).unwrap());
        assert!(link.len() <= 90, "{} characters", link.len());
        let rotated = KEYS.replace("token ", "token QEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXWFlaW1xdXl8\ntoken ");
        let new = Keyring::parse(&rotated).unwrap();
        assert_ne!(new.mint("layang", &token("ana@example.com")).unwrap(), link);
        assert_eq!(new.open("layang", &link).unwrap(), token("ana@example.com"));
        assert_eq!(new.open("other", &link), Err(TokenError::Unsealed));
        assert_eq!(
            Keyring::parse(&Keyring::generate(&SystemRandom::new()).unwrap()).unwrap().open("layang", &link),
            Err(TokenError::Unsealed)
        );
    }

    #[test]
    fn nothing_that_was_changed_opens() {
        let keys = Keyring::parse(KEYS).unwrap();
        let link = keys.mint("layang", &token("ana@example.com")).unwrap();
        for end in 0..link.len() {
            assert_eq!(keys.open("layang", &link[..end]), Err(TokenError::Unsealed), "cut at {end}");
            let other = if link.as_bytes()[end] == b'A' { "B" } else { "A" };
            let changed = format!("{}{other}{}", &link[..end], &link[end + 1..]);
            assert_eq!(keys.open("layang", &changed), Err(TokenError::Unsealed), "changed at {end}");
        }
        for text in ["", "A", "…", &format!("{link}A"), &"A".repeat(100_000)] {
            assert_eq!(keys.open("layang", text), Err(TokenError::Unsealed));
        }
    }

    #[test]
    fn faults_of_a_keys_file_name_the_line() {
        let check = |text: &str, expected: KeysError| assert_eq!(Keyring::parse(text).unwrap_err(), expected, "{text}");
        let token = KEYS.lines().nth(3).unwrap();
        let hash = KEYS.lines().nth(1).unwrap();
        check("", KeysError::NoToken);
        check(token, KeysError::Hash);
        check(hash, KeysError::NoToken);
        check(&format!("{KEYS}{token}"), KeysError::Twice { line: 5 });
        check(&format!("{KEYS}hash {}", "A".repeat(43)), KeysError::Hash);
        check("hash abc", KeysError::Line { line: 1 });
        check(&KEYS.replace("token", "tokens"), KeysError::Line { line: 4 });
    }
}
