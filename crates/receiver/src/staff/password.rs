//! Passwords: Argon2id with the parameters that OWASP names first (19 MiB, two passes, one lane), as PHC strings.
//! Hashing runs on threads of its own and at most two at once, so that a flood of sign-ins costs neither memory nor other requests.

use anyhow::anyhow;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use countersign_core::to_base64url;
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// The shortest password, in characters, inclusive.
const MIN_CHARS: usize = 12;
/// The longest, in bytes, inclusive.
const MAX_BYTES: usize = 256;
/// Letters and digits that nobody mistakes for one another.
const CLEAR: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

static TURNS: Semaphore = Semaphore::const_new(2);

/// What is held against a password where nobody has the name, so that both take the same time.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// A password as somebody typed it.
#[derive(Clone)]
pub(crate) struct Password(String);

impl Password {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// A password for one sign-in: 100 bits, in five groups.
    pub(crate) fn once() -> anyhow::Result<(Self, String)> {
        let mut bytes = [0; 20];
        SystemRandom::new().fill(&mut bytes).map_err(|_| anyhow!("the system gives no random numbers"))?;
        let letter = |byte: &u8| CLEAR.get(usize::from(byte % 32)).copied().map(char::from);
        let groups: Vec<String> = bytes.chunks(4).map(|group| group.iter().filter_map(letter).collect()).collect();
        let text = groups.join("-");
        Ok((Self(text.clone()), text))
    }

    /// Why it cannot be a password; `None` where it can. Length is the rule, and no mixture of characters (NIST SP 800-63B section 5.1.1).
    pub(crate) fn fault(&self, name: &str) -> Option<&'static str> {
        if self.0.chars().count() < MIN_CHARS {
            Some("Choose a password of at least 12 characters.")
        } else if self.0.len() > MAX_BYTES {
            Some("Choose a password of at most 256 bytes.")
        } else if self.0.to_lowercase().contains(&name.to_lowercase()) {
            Some("Choose a password that does not hold your name.")
        } else {
            None
        }
    }

    /// Its hash.
    pub(crate) async fn hashed(&self) -> anyhow::Result<String> {
        let (_turn, text) = (TURNS.acquire().await, self.0.clone());
        tokio::task::spawn_blocking(move || hash(&text)).await.map_err(|_| anyhow!("a password could not be hashed"))?
    }

    /// Whether a hash is of this password; without a hash it takes as long and is false.
    pub(crate) async fn is_of(&self, hash: Option<&str>) -> bool {
        let (_turn, text) = (TURNS.acquire().await, self.0.clone());
        let known = hash.is_some();
        let hash = hash.map(str::to_owned);
        let work = move || text.len() <= MAX_BYTES && verify(&text, hash.as_deref().unwrap_or(&NOBODY));
        tokio::task::spawn_blocking(work).await.unwrap_or(false) && known
    }
}

/// 32 random bytes as base64url: tokens of sessions and keys of forms.
pub(super) fn token() -> anyhow::Result<String> {
    let mut bytes = [0; 32];
    SystemRandom::new().fill(&mut bytes).map_err(|_| anyhow!("the system gives no random numbers"))?;
    Ok(to_base64url(&bytes))
}

fn hash(text: &str) -> anyhow::Result<String> {
    let mut salt = [0; 16];
    SystemRandom::new().fill(&mut salt).map_err(|_| anyhow!("the system gives no random numbers"))?;
    let hash = Argon2::default().hash_password_with_salt(text.as_bytes(), &salt);
    Ok(hash.map_err(|cause| anyhow!("a password could not be hashed: {cause}"))?.to_string())
}

fn verify(text: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(text.as_bytes(), &hash).is_ok())
}

#[cfg(test)]
mod tests {
    use super::Password;

    #[tokio::test]
    async fn a_hash_is_of_one_password() {
        let password = Password::new("correct horse battery");
        let hash = password.hashed().await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, password.hashed().await.unwrap(), "salted");
        assert!(password.is_of(Some(&hash)).await);
        assert!(!Password::new("correct horse batterz").is_of(Some(&hash)).await);
        assert!(!password.is_of(Some("no hash")).await);
        assert!(!Password::new("nobody has this password").is_of(None).await);
    }

    #[test]
    fn length_is_the_rule() {
        let check = |text: &str, expected: bool| assert_eq!(Password::new(text).fault("aisyah").is_none(), expected, "{text}");
        check("twelve chars", true);
        check("eleven char", false);
        check("十二個字的密碼也可以用了", true);
        check("my name is Aisyah", false);
        check(&"a".repeat(257), false);
    }

    #[test]
    fn passwords_for_once_differ() {
        let (_, first) = Password::once().unwrap();
        let (password, second) = Password::once().unwrap();
        assert_eq!((first.len(), first == second, password.fault("x1")), (24, false, None));
    }
}
