//! The door of a site's own servers: the headers of a request in, the site out whose API key it bears.
//! `receiver.toml` holds the SHA-256 of each key alone, so that who reads it cannot ask.

use super::Shared;
use crate::problem::RouteError;
use crate::site::SiteId;
use axum::http::{HeaderMap, header};
use countersign_suppression::Keyring;

/// Characters of a key: 128 bits as base64url at least, so that its digest says nothing of it.
const KEY: std::ops::RangeInclusive<usize> = 22..=128;

/// The site whose key a request bears as `Authorization: Bearer` (RFC 6750 section 2.1).
///
/// # Errors
/// [`RouteError::Unkeyed`] without one.
pub(super) fn site_of<'a>(shared: &'a Shared, headers: &HeaderMap) -> Result<&'a SiteId, RouteError> {
    let key = bearer(headers).filter(|key| KEY.contains(&key.len())).ok_or(RouteError::Unkeyed)?;
    shared.sites.of_api_key(key).ok_or(RouteError::Unkeyed)
}

/// The same with the keys of its marketing links.
///
/// # Errors
/// [`RouteError::Unkeyed`] without a key, [`RouteError::NoMarketingKeys`] where the site has none for its links.
pub(super) fn marketer_of<'a>(shared: &'a Shared, headers: &HeaderMap) -> Result<(&'a SiteId, &'a Keyring), RouteError> {
    let site = site_of(shared, headers)?;
    shared.keyrings.named(site).ok_or(RouteError::NoMarketingKeys)
}

/// What a request bears as `Authorization: Bearer`.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, text) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(text)
}
