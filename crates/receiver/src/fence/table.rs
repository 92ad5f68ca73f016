//! `gate.json` (formats page, section 14) in; what the receiver needs of it out, each value fit for the header that it goes into.
//! Deliberately absent: hosts, which are in the policies already, and names that no cookie bears.

use axum::http::HeaderValue;
use countersign_core::PurposeId;
use serde::Deserialize;
use thiserror::Error;

/// The longest file that is read, in bytes, inclusive.
pub(super) const MAX_BYTES: u64 = 4 << 20;

/// Why a file is no table.
#[derive(Debug, Error)]
pub(crate) enum TableError {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    #[error("{0}")]
    Unfit(&'static str),
}

/// The gate's table.
#[derive(Debug)]
pub(crate) struct Table {
    pub(super) material: String,
    pub(super) days: u32,
    /// The site's host, where `site.toml` states an origin.
    pub(super) host: Option<String>,
    /// Whether the site runs on HTTPS.
    pub(super) is_https: bool,
    /// `Domain` of the state cookie.
    pub(super) domain: Option<String>,
    /// The additional purposes, in the order of the notice.
    pub(super) purposes: Vec<Purpose>,
    /// Cookies of core purposes, which are never cleared.
    pub(super) core: Vec<Pattern>,
    pub(super) lists: String,
    pub(super) strict: String,
}

/// One additional purpose.
#[derive(Debug)]
pub(super) struct Purpose {
    pub(super) id: PurposeId,
    pub(super) cookies: Vec<Pattern>,
    /// What it lets through, each source with a space before it.
    pub(super) sources: String,
}

/// The name of a cookie, or how names begin.
#[derive(Debug)]
pub(super) struct Pattern {
    start: Vec<u8>,
    is_whole: bool,
}

impl Pattern {
    fn new(name: &str) -> Option<Self> {
        let start = name.strip_suffix('*').unwrap_or(name);
        // A star alone would take the session of the site's own shop along.
        (!start.is_empty()).then(|| Self { start: start.as_bytes().to_vec(), is_whole: start == name })
    }

    pub(super) fn matches(&self, name: &[u8]) -> bool {
        if self.is_whole { name == self.start } else { name.starts_with(&self.start) }
    }
}

impl Table {
    /// Reads the text of the file.
    ///
    /// # Errors
    /// [`TableError`] where it is not JSON of this form, or a value does not fit into a header.
    pub(super) fn parse(text: &str) -> Result<Self, TableError> {
        let file: File = serde_json::from_str(text)?;
        let fits = |text: &str| HeaderValue::from_str(text).is_ok();
        if file.v != "cs-gate/1" || file.cookie.name != "cs" {
            return Err(TableError::Unfit("it is of another version; build with the program of this receiver's version"));
        }
        let is_domain = |text: &String| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
        if !file.cookie.domain.as_ref().is_none_or(is_domain) {
            return Err(TableError::Unfit("cookie.domain is no host name"));
        }
        let core = file.purposes.iter().filter(|row| row.kind == Kind::Core).flat_map(RawPurpose::cookies).collect();
        let mut purposes = Vec::new();
        for row in file.purposes.iter().filter(|row| row.kind == Kind::Additional) {
            let id = PurposeId::new(&row.id).map_err(|_| TableError::Unfit("the id of a purpose is none"))?;
            let sources: String = row.sources.iter().flat_map(|source| [" ", source]).collect();
            if sources.contains([';', ',']) || !fits(&sources) {
                return Err(TableError::Unfit("a source of a purpose would break the policy"));
            }
            purposes.push(Purpose { id, cookies: row.cookies().collect(), sources });
        }
        if !fits(&file.policies.lists) || !fits(&file.policies.strict) {
            return Err(TableError::Unfit("a policy does not fit into a header"));
        }
        let (scheme, host) = file.origin.as_deref().and_then(|origin| origin.split_once("://")).unzip();
        Ok(Self {
            material: file.cookie.material,
            days: file.cookie.days,
            host: host.map(str::to_owned),
            is_https: scheme == Some("https"),
            domain: file.cookie.domain,
            purposes,
            core,
            lists: file.policies.lists,
            strict: file.policies.strict,
        })
    }
}

#[derive(Deserialize)]
struct File {
    v: String,
    origin: Option<String>,
    cookie: Cookie,
    purposes: Vec<RawPurpose>,
    policies: Policies,
}

#[derive(Deserialize)]
struct Cookie {
    name: String,
    material: String,
    days: u32,
    domain: Option<String>,
}

#[derive(Deserialize)]
struct RawPurpose {
    id: String,
    kind: Kind,
    #[serde(default)]
    sources: Vec<String>,
    vendors: Vec<Vendor>,
}

impl RawPurpose {
    fn cookies(&self) -> impl Iterator<Item = Pattern> {
        let stored = self.vendors.iter().flat_map(|vendor| &vendor.storage);
        stored.filter(|stored| stored.kind == "cookie").filter_map(|stored| Pattern::new(&stored.name))
    }
}

#[derive(Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Core,
    Additional,
}

#[derive(Deserialize)]
struct Vendor {
    storage: Vec<Stored>,
}

#[derive(Deserialize)]
struct Stored {
    name: String,
    kind: String,
}

#[derive(Deserialize)]
struct Policies {
    lists: String,
    strict: String,
}
