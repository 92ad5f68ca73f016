//! A Content-Security-Policy (W3C CSP Level 3) from the same vendor table as the gates.
//!
//! In: the notice's purposes and the loader. Out: text with one header for each state a server can serve: nothing open, each purpose alone,
//! all open. Deliberately absent: the site's own third parties that are in no purpose.

use std::fmt::Write as _;

use countersign_core::{Digest, Notice, Purpose};
use countersign_policy::Bundle;

/// `csp.txt`.
pub(super) fn policy(bundle: &Bundle, notice: &Notice, script: &str) -> String {
    let core: Vec<&Purpose> = notice.core().collect();
    let additional: Vec<&Purpose> = notice.additional().collect();
    let mut text = String::from(
        "# Content-Security-Policy for the pages of this site, from the vendor table that the gates use.\n\
         # Send the first one, unless your server reads the state cookie `cs`: then send the one for what is open.\n\
         # Add the sources of your own third parties that are in no purpose.\n",
    );
    let _ = writeln!(text, "# The loader inside the page needs this source in script-src: '{}'", hash(script));
    state(&mut text, "nothing open", bundle, notice, &core);
    for purpose in &additional {
        let mut open = core.clone();
        open.push(purpose);
        state(&mut text, &format!("open: {}", purpose.id), bundle, notice, &open);
    }
    if additional.len() > 1 {
        state(&mut text, "everything open", bundle, notice, &core.iter().chain(&additional).copied().collect::<Vec<_>>());
    }
    text
}

fn state(text: &mut String, title: &str, bundle: &Bundle, notice: &Notice, open: &[&Purpose]) {
    let mut vendors: Vec<String> = Vec::new();
    for host in open.iter().flat_map(|purpose| &purpose.vendors).flat_map(|vendor| &vendor.hosts) {
        vendors.extend(sources(host));
    }
    vendors.sort();
    vendors.dedup();
    let own = |address: &str| origin(address).map(|origin| format!(" {origin}")).unwrap_or_default();
    let base = own(&bundle.base);
    let endpoint = notice.site.endpoint.as_deref().map(own).unwrap_or_default();
    let vendors: String = vendors.iter().map(|source| format!(" {source}")).collect();
    let _ = writeln!(
        text,
        "\n# {title}\nContent-Security-Policy: default-src 'self'; base-uri 'self'; object-src 'none'; \
         script-src 'self' 'wasm-unsafe-eval'{base}{vendors}; style-src 'self'{base}; connect-src 'self'{base}{endpoint}{vendors}; \
         img-src 'self' data:{vendors}; frame-src 'self'{vendors}"
    );
}

/// The source expressions that cover a host suffix with an optional path prefix.
fn sources(host: &str) -> Vec<String> {
    let (name, path) = host.split_once('/').map_or((host, None), |(name, path)| (name, Some(path)));
    // A path without a slash at its end is one address, a path with one is a folder: a prefix needs both.
    let paths = match path {
        Some(path) => vec![format!("/{}", path.trim_end_matches('/')), format!("/{}/", path.trim_end_matches('/'))],
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
