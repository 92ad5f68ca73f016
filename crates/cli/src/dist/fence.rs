//! The fence: what a Content-Security-Policy (W3C CSP Level 3) lets through, from the same vendor table as the gates.
//!
//! In: the notice's purposes and vendors, where the files are served. Out: one policy in two strengths, with [`OPEN`] where the sources of
//! the open purposes go and [`NONCE`] where a response's nonce goes. Deliberately absent: the site's own third parties that are in no
//! purpose.

use std::collections::BTreeSet;

use countersign_core::{Backend, Digest, Notice, Purpose, material};
use countersign_policy::Bundle;

use super::wechat;

/// What stands in a policy where the sources of the open purposes go, each with a space before it.
pub(super) const OPEN: &str = "{open}";
/// What stands in a policy and in pages where the response's nonce goes.
pub(super) const NONCE: &str = "{nonce}";

/// How strong a policy is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Strength {
    /// Lists of hosts alone: any server can send it, a page's own markup needs no change.
    Lists,
    /// A nonce for scripts and Trusted Types: the server makes a nonce for each response.
    Strict,
}

/// One site's fence.
pub(super) struct Fence {
    lists: String,
    strict: String,
    /// The additional purposes with their sources, in the order of the notice.
    pub(super) purposes: Vec<(String, Vec<String>)>,
    /// The notice's material fingerprint, by which a server knows a cookie of this notice.
    pub(super) material: String,
    /// The hash source of the loader as an inline script.
    pub(super) loader_hash: String,
}

impl Fence {
    pub(super) fn new(bundle: &Bundle, notice: &Notice, script: &str) -> Self {
        let base = origin(&bundle.base);
        let backends = notice.site.backends.iter().filter_map(Backend::address).chain(wechat::address(bundle)).filter_map(origin);
        let core = list(notice.core().flat_map(vendor_sources));
        let files = joined(base.iter());
        let backend = joined(&base.iter().cloned().chain(backends).collect::<BTreeSet<_>>());
        let others = format!("{}{OPEN}", joined(&core));
        let guards = "form-action 'self'; frame-ancestors 'self'; object-src 'none'";
        // Whatever is not named falls back to default-src; that keeps the header short where there are many vendors.
        let lists = format!(
            "default-src 'self'{backend}{others}; script-src 'self' 'wasm-unsafe-eval'{files}{others}; \
             img-src 'self' data:{files}{others}; base-uri 'self'; {guards}"
        );
        // Browsers that know 'strict-dynamic' pass over the hosts after it; the others have them for their fence. The second policy, which
        // must agree, holds what 'strict-dynamic' alone lets through: modulepreload links, and scripts that a trusted script loads from
        // hosts that are not open.
        let strict = format!(
            "default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic' 'wasm-unsafe-eval' 'self'{files}{others}; \
             connect-src 'self'{backend}{others}; img-src 'self' data:{files}{others}; frame-src 'self'{others}; \
             media-src 'self'{others}; font-src 'self'{others}; style-src 'self'{files}{others}; manifest-src 'self'; \
             worker-src 'self'; base-uri 'none'; {guards}; require-trusted-types-for 'script'; trusted-types countersign, \
             script-src 'self' 'nonce-{NONCE}' 'wasm-unsafe-eval'{files}{others}"
        );
        let purposes = notice.additional().map(|purpose| (purpose.id.to_string(), list(vendor_sources(purpose)))).collect();
        Self { lists, strict, purposes, material: material(notice), loader_hash: hash(script) }
    }

    /// The policy with [`OPEN`], and [`NONCE`] in the strict one.
    pub(super) fn template(&self, strength: Strength) -> &str {
        match strength {
            Strength::Lists => &self.lists,
            Strength::Strict => &self.strict,
        }
    }

    /// The policy for pages where exactly the purposes of `open` are.
    pub(super) fn policy(&self, strength: Strength, open: &[&str]) -> String {
        let held = self.purposes.iter().filter(|(id, _)| open.contains(&id.as_str()));
        self.template(strength).replace(OPEN, &joined(&list(held.flat_map(|(_, sources)| sources.iter().cloned()))))
    }

    /// The states that the files spell out: nothing, each purpose alone, everything.
    pub(super) fn states(&self) -> Vec<(String, Vec<&str>)> {
        let ids: Vec<&str> = self.purposes.iter().map(|(id, _)| id.as_str()).collect();
        let mut states = vec![("nothing open".to_owned(), Vec::new())];
        states.extend(ids.iter().map(|id| (format!("open: {id}"), vec![*id])));
        if ids.len() > 1 {
            states.push(("everything open".to_owned(), ids));
        }
        states
    }

    /// A regular expression, for PCRE and RE2 alike, that `<DNT>|<Sec-GPC>|<before><the cookie's value><after>` matches where the choice
    /// holds for this notice and no signal came since; what is open is the group `cs_list`. The cookie itself ends with its last day.
    pub(super) fn pattern(&self, before: &str, after: &str) -> String {
        let (none, no_gpc, dnt, gpc) = ("|[^1|][^|]*", "|[^1|][^|]*|1[^|]+", "1[^|]*", "1");
        let cookie = format!(r"\|{before}1\.{}\.[0-9]{{1,9}}\.", self.material);
        let ways = [(none, no_gpc, "[ndgb]"), (dnt, no_gpc, "[db]"), (none, gpc, "[gb]"), (dnt, gpc, "b")];
        let ways = ways.map(|(dnt, gpc, letters)| format!(r"(?:{dnt})\|(?:{gpc}){cookie}{letters}"));
        format!(r"^(?:{})u\.(?P<cs_list>[a-z0-9~-]*){after}", ways.join("|"))
    }
}

/// The sources of a purpose's vendors.
fn vendor_sources(purpose: &Purpose) -> impl Iterator<Item = String> {
    purpose.vendors.iter().flat_map(|vendor| &vendor.hosts).flat_map(|host| sources(host))
}

/// Sorted, each once.
fn list(sources: impl Iterator<Item = String>) -> Vec<String> {
    sources.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Each with a space before it.
pub(super) fn joined<'a>(sources: impl IntoIterator<Item = &'a String>) -> String {
    sources.into_iter().flat_map(|source| [" ", source]).collect()
}

/// The source expressions that cover a host suffix with an optional path prefix.
fn sources(host: &str) -> Vec<String> {
    let (name, path) = host.split_once('/').map_or((host, None), |(name, path)| (name, Some(path).filter(|path| !path.is_empty())));
    // A path without a slash at its end is one address, a path with one is a folder: a prefix needs both.
    let paths = match path {
        // What parts a policy's sources is written in percents there (CSP section 2.3.1).
        Some(path) => {
            let path = path.trim_end_matches('/').replace(';', "%3B").replace(',', "%2C");
            vec![format!("/{path}"), format!("/{path}/")]
        }
        None => vec![String::new()],
    };
    let numeric = name.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b':') || name.starts_with("localhost");
    let names = if numeric { vec![name.to_owned()] } else { vec![name.to_owned(), format!("*.{name}")] };
    names.iter().flat_map(|name| paths.iter().map(move |path| format!("{name}{path}"))).collect()
}

/// Scheme and host of a whole address; nothing for a path of this site.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    Some(format!("{scheme}://{}", rest.split('/').next().unwrap_or_default()))
}

/// The hash source of an inline script (CSP section 2.3.1), in standard base64.
fn hash(script: &str) -> String {
    let digest = Digest::of(script.as_bytes()).to_string().replace('-', "+").replace('_', "/");
    format!("sha256-{digest}=")
}

#[cfg(test)]
mod tests {
    use super::{hash, origin, sources};

    #[test]
    fn hosts_become_sources() {
        for (host, expected) in [
            ("metrik.example", vec!["metrik.example", "*.metrik.example"]),
            ("facebook.com/tr", vec!["facebook.com/tr", "facebook.com/tr/", "*.facebook.com/tr", "*.facebook.com/tr/"]),
            ("127.0.0.1:9000", vec!["127.0.0.1:9000"]),
            ("localhost:8080", vec!["localhost:8080"]),
            ("metrik.example/", vec!["metrik.example", "*.metrik.example"]),
            ("localhost/a;b,c/", vec!["localhost/a%3Bb%2Cc", "localhost/a%3Bb%2Cc/"]),
        ] {
            assert_eq!(sources(host), expected);
        }
    }

    #[test]
    fn addresses_give_origins() {
        assert_eq!(origin("https://cdn.example/cs/"), Some("https://cdn.example".to_owned()));
        assert_eq!(origin("/v1/receipts"), None);
    }

    #[test]
    fn hashes_are_standard_base64() {
        // The digest of an empty text, RFC 6234.
        assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
