//! Receipts to try a backend with: genuine by form and signature, about nobody.
//!
//! In: a site's id and origin, randomness and the clock. Out: sealed receipts of every kind (section 7 of `www/docs/formats.md`).

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, anyhow};
use countersign_core::{Digest, Instant, Kind, PublicKey, ReceiptId, to_base64url};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use serde_json::{Value, json};

/// A receipt that is ready to be sent.
#[derive(Clone, Debug)]
pub(super) struct Sealed {
    pub(super) claims: Value,
    pub(super) jws: String,
}

impl Sealed {
    pub(super) fn rid(&self) -> &str {
        self.claims["rid"].as_str().unwrap_or_default()
    }

    /// The digest of its bytes.
    pub(super) fn digest(&self) -> String {
        Digest::of(self.jws.as_bytes()).to_string()
    }
}

/// A key pair as a browser has it.
pub(super) struct Pair {
    signing: SigningKey,
    pub(super) public: PublicKey,
}

impl Pair {
    pub(super) fn sign(&self, input: &str) -> Signature {
        self.signing.sign(input.as_bytes())
    }

    pub(super) fn jwk(&self) -> Value {
        json!({ "crv": "P-256", "kty": "EC", "x": self.public.x, "y": self.public.y })
    }

    /// The protected header of what this key signs.
    pub(super) fn header(&self) -> Value {
        json!({ "alg": "ES256", "typ": "cs-receipt+jws", "jwk": self.jwk(), "kid": self.public.thumbprint() })
    }
}

/// Makes receipts of one site.
pub(super) struct Maker {
    random: CryptoProvider,
    site: String,
    origin: String,
    pub(super) pair: Pair,
    /// Another browser's key.
    pub(super) other: Pair,
}

impl Maker {
    pub(super) fn new(site: &str, origin: &str) -> Result<Self> {
        let random = aws_lc_rs::default_provider();
        let (pair, other) = (pair(&random)?, pair(&random)?);
        Ok(Self { random, site: site.to_owned(), origin: origin.to_owned(), pair, other })
    }

    /// The claims of a new receipt of a kind, first of its chain.
    pub(super) fn claims(&self, kind: Kind) -> Value {
        let [record, subject, id, salt, notice] = [(); 5].map(|()| bytes(&self.random));
        let uuid = |bytes| ReceiptId::from_random(bytes).as_str().to_owned();
        let mut claims = json!({
            "v": "cs-receipt/1", "rid": uuid(id), "rec": uuid(record), "sub": uuid(subject), "kind": kind.name(), "iat": ago(0),
            "seq": 0, "salt": to_base64url(&salt), "assurance": "device", "ctl": { "id": self.site, "name": "Conformance trial" },
            "svc": self.origin, "by": "self", "how": { "control": control(kind), "input": "pointer", "trusted": true },
            "sig": { "gpc": false, "dnt": false },
        });
        let state = if kind == Kind::Withdrawal { "withdrawn" } else { "refused" };
        let purposes = json!([{ "id": "analytics", "st": state, "ct": "expressed", "nec": "optional", "data": ["BrowsingBehaviour"] }]);
        let shown = Digest::of(&notice).to_string();
        let mut set = |name: &str, value: Value| claims[name] = value;
        match kind {
            Kind::KeyChange => set("key", self.other.jwk()),
            Kind::RightsRequest => set("rq", json!({ "right": "access", "due": "P15D" })),
            Kind::Unsubscribe => set("ch", json!([{ "id": "email", "st": "withdrawn" }])),
            _ => {
                set("ntc", json!({ "id": "trial", "ver": "1.0", "sha256": shown, "lang": "en", "layer": 1 }));
                set("p", purposes);
            }
        }
        if kind == Kind::Guardian {
            set("by", json!("guardian"));
            set("grd", json!({ "relation": "parent", "method": "declared" }));
        }
        claims
    }

    /// A genuine receipt of these claims.
    pub(super) fn seal(&self, claims: Value) -> Sealed {
        let header = if claims["assurance"] == "server" { json!({ "alg": "none", "typ": "cs-receipt+jws" }) } else { self.pair.header() };
        let input = input(&header, &claims);
        let signature = if claims["assurance"] == "server" { String::new() } else { to_base64url(&self.pair.sign(&input).to_bytes()) };
        Sealed { claims, jws: format!("{input}.{signature}") }
    }

    /// A genuine choice, changed before it is signed.
    pub(super) fn choice(&self, change: impl FnOnce(&mut Value)) -> Sealed {
        let mut claims = self.claims(Kind::Choice);
        change(&mut claims);
        self.seal(claims)
    }
}

/// The part of a JWS that is signed.
pub(super) fn input(header: &Value, claims: &Value) -> String {
    format!("{}.{}", to_base64url(header.to_string().as_bytes()), to_base64url(claims.to_string().as_bytes()))
}

/// The moment so many seconds ago; RFC 3339.
pub(super) fn ago(seconds: u64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Instant(now.saturating_sub(seconds) * 1000).to_rfc3339()
}

const fn control(kind: Kind) -> &'static str {
    match kind {
        Kind::Withdrawal => "withdraw-all",
        Kind::Signal => "signal",
        Kind::Unsubscribe => "unsubscribe",
        Kind::RightsRequest => "request",
        Kind::Guardian => "confirm",
        Kind::KeyChange => "rotate",
        Kind::Choice => "refuse-all",
    }
}

fn pair(random: &CryptoProvider) -> Result<Pair> {
    let mut seed = [0; 32];
    random.secure_random.fill(&mut seed).map_err(|_| anyhow!("the system gives no randomness"))?;
    let signing = SigningKey::from_slice(&seed).context("no key could be made; try again")?;
    let point = signing.verifying_key().to_sec1_point(false);
    let coordinate = |at: std::ops::Range<usize>| to_base64url(point.as_bytes().get(at).unwrap_or_default());
    let public = PublicKey { x: coordinate(1..33), y: coordinate(33..65) };
    Ok(Pair { signing, public })
}

/// Sixteen random bytes; that there is randomness was seen when the keys were made.
fn bytes(random: &CryptoProvider) -> [u8; 16] {
    let mut bytes = [0; 16];
    let _seen = random.secure_random.fill(&mut bytes);
    bytes
}
