//! The Content-Security-Policy of a state, and the nonce in a page's markup.
//! In: the table's policies, the open purposes, the browser's name, random bytes. Out: a header value; the same page with the nonce in
//! place of `{nonce}`.
//! Deliberately absent: guessing which scripts are the site's own. An author marks them by `nonce="{nonce}"`; a rewrite of every script
//! element would let a tracker's through as well.

use super::table::Table;
use super::visit::Visit;
use crate::problem::RouteError;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use clap::ValueEnum;
use countersign_core::to_base64url;

/// What an author writes in the script elements of a page.
const MARK: &[u8] = b"nonce=\"{nonce}\"";
/// A longer page is sent as it is; its scripts stay shut. Bytes, inclusive.
const MAX_PAGE_BYTES: u64 = 8 << 20;
/// What is sent while there is no table: nothing from elsewhere.
const SHUT: HeaderValue = HeaderValue::from_static("default-src 'self'; base-uri 'self'; object-src 'none'");

/// How strong the policy of a page is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum FenceKind {
    /// Lists of hosts.
    Lists,
    /// A nonce for scripts that say nonce="{nonce}", and Trusted Types.
    Strict,
}

/// 128 random bits in base64url; `None` where there is no randomness.
fn nonce() -> Option<String> {
    let mut bytes = [0; 16];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(to_base64url(&bytes))
}

/// What lets the scripts of trusted scripts through, and makes browsers pass over the hosts beside it (CSP Level 3 section 8.2).
const DYNAMIC: &str = " 'strict-dynamic'";

/// Whether the browser is of WebKit's kind. Where a policy names [`DYNAMIC`], that engine (2.50) runs module scripts of the markup that
/// have no nonce, from any host and in spite of every other policy; it gets the hosts alone, to which it keeps.
fn is_webkit(request: &HeaderMap) -> bool {
    let agent = request.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    // Blink kept the name and has its own beside it.
    agent.contains("AppleWebKit/") && !agent.contains("Chrome/")
}

/// The policy for whoever made the request, and the nonce that it names.
pub(super) fn policy(kind: FenceKind, request: &HeaderMap, table: Option<(&Table, &Visit)>) -> (HeaderValue, Option<String>) {
    let Some((table, visit)) = table else { return (SHUT, None) };
    let open: String = table.purposes.iter().filter(|purpose| visit.opens(purpose)).map(|purpose| purpose.sources.as_str()).collect();
    let (text, nonce) = match kind {
        FenceKind::Lists => (table.lists.replace("{open}", &open), None),
        FenceKind::Strict => {
            let Some(nonce) = nonce() else { return (SHUT, None) };
            let text = table.strict.replace("{open}", &open).replace("{nonce}", &nonce);
            (if is_webkit(request) { text.replace(DYNAMIC, "") } else { text }, Some(nonce))
        }
    };
    HeaderValue::from_str(&text).map_or((SHUT, None), |policy| (policy, nonce))
}

/// A nonce that was chosen for a response, until its markup is filled.
#[derive(Clone)]
pub(super) struct Nonce(pub(super) String);

/// Puts the response's nonce into its markup.
pub(crate) async fn fill_nonce(mut response: Response) -> Response {
    let Some(Nonce(nonce)) = response.extensions_mut().remove::<Nonce>() else { return response };
    let length = response.headers_mut().remove(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if length.is_none_or(|length| length > MAX_PAGE_BYTES) {
        return response;
    }
    let (parts, body) = response.into_parts();
    // The limit was checked; what fails here is the disk, and half a page is no page.
    match to_bytes(body, usize::MAX).await {
        Ok(page) => Response::from_parts(parts, Body::from(filled(&page, &nonce))),
        Err(cause) => RouteError::Unreadable(cause).into_response(),
    }
}

fn filled(page: &[u8], nonce: &str) -> Vec<u8> {
    let mut filled = Vec::with_capacity(page.len());
    let mut rest = page;
    while let Some(place) = rest.windows(MARK.len()).position(|window| window == MARK) {
        let (before, after) = rest.split_at(place);
        filled.extend_from_slice(before);
        filled.extend_from_slice(format!("nonce=\"{nonce}\"").as_bytes());
        rest = after.get(MARK.len()..).unwrap_or_default();
    }
    filled.extend_from_slice(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_mark_is_filled() {
        let check = |page: &str, expected: &str| assert_eq!(filled(page.as_bytes(), "N"), expected.as_bytes(), "{page}");
        check(r#"<script nonce="{nonce}" src="a"></script>{nonce}"#, r#"<script nonce="N" src="a"></script>{nonce}"#);
        check(r#"nonce="{nonce}"nonce="{nonce}""#, r#"nonce="N"nonce="N""#);
        check("<script src=x></script><script nonce='{nonce}'>", "<script src=x></script><script nonce='{nonce}'>");
        check("", "");
        assert_eq!(filled(b"\xff nonce=\"{nonce}\" \xfe", "N"), b"\xff nonce=\"N\" \xfe");
    }

    #[test]
    fn a_page_of_marks_takes_linear_time() {
        let page = "nonce=\"{nonce} ".repeat(200_000);
        // The quickest of three: what a busy machine adds is no part of it.
        let times = [(); 3].map(|()| {
            let start = std::time::Instant::now();
            assert_eq!(filled(page.as_bytes(), "N").len(), page.len());
            start.elapsed().as_secs()
        });
        assert!(times.iter().any(|secs| *secs < 5), "{times:?}");
    }

    #[test]
    fn no_two_nonces_are_alike() {
        let nonces: std::collections::HashSet<_> = (0..1000).filter_map(|_| nonce()).collect();
        assert_eq!(nonces.len(), 1000);
        assert!(nonces.iter().all(|nonce| nonce.len() == 22));
    }
}
