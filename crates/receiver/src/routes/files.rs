//! Static files: a request in; a file of the site or of the built `dist` folder out, or 404.
//! Order: `/.well-known/` and the base path look into `dist` first; then, like everything else, into the site.
//! Precompressed siblings (`.br`, `.gz`) are used; nothing is compressed here. Folders are never listed.

use crate::config::FileOptions;
use crate::fence::{FenceKind, Watch, dress_page, fill_nonce, prepare};
use crate::problem::RouteError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;
use tower::Service;
use tower_http::services::ServeDir;

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");
const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");
/// The site-wide tracking status resource (W3C Tracking Preference Expression, section 6.5).
const TRACKING_STATUS: &str = "/.well-known/dnt/";

/// What is served, and where.
pub(super) struct Files {
    site: Option<ServeDir>,
    dist: Option<ServeDir>,
    /// The same folder, for addresses that do not begin with the base path.
    well_known: Option<ServeDir>,
    dist_base: String,
    csp: Option<HeaderValue>,
    fence: Option<FenceKind>,
    watch: Option<Arc<Watch>>,
}

impl Files {
    pub(super) fn new(options: &FileOptions, watch: Option<Arc<Watch>>) -> Self {
        let base = options.dist_base.as_str();
        Self {
            site: options.site.as_deref().map(|folder| folder_service(folder, "")),
            dist: options.dist.as_deref().map(|folder| folder_service(folder, base.trim_end_matches('/'))),
            well_known: options.dist.as_deref().map(|folder| folder_service(folder, "")),
            dist_base: base.to_owned(),
            csp: options.csp.clone(),
            fence: options.fence,
            watch,
        }
    }

    /// Where to look for `path`, in order: a folder and the path inside it.
    fn places(&self, path: &str) -> impl Iterator<Item = (ServeDir, String)> {
        let dist = if path == TRACKING_STATUS {
            self.well_known.clone().zip(Some(format!("{TRACKING_STATUS}index.json")))
        } else if path.starts_with("/.well-known/") {
            self.well_known.clone().zip(Some(path.to_owned()))
        } else {
            self.dist.clone().zip(path.strip_prefix(&self.dist_base).map(|rest| format!("/{rest}")))
        };
        let site = self.site.clone().map(|site| (site, path.to_owned()));
        dist.into_iter().chain(site)
    }

    fn dress(&self, request: &HeaderMap, path: &str, now: Timestamp, response: &mut Response) {
        let is_known = response.status() == StatusCode::NOT_MODIFIED && is_page_path(path);
        let headers = response.headers_mut();
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.insert(header::CACHE_CONTROL, if carries_digest(path) { IMMUTABLE } else { REVALIDATE });
        let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let is_page = is_known || media_type.starts_with("text/html");
        if path.starts_with(TRACKING_STATUS) {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/tracking-status+json"));
            headers.append(header::VARY, HeaderValue::from_static("dnt"));
        } else if let Some(named) = with_charset(media_type) {
            headers.insert(header::CONTENT_TYPE, named);
        }
        if let (true, Some(csp)) = (is_page, &self.csp) {
            headers.insert(header::CONTENT_SECURITY_POLICY, csp.clone());
        }
        // A file that carries its digest is the same for everybody and for good: the full text of layer 3 is one, though it is HTML.
        if is_page && !carries_digest(path) {
            dress_page(self.watch.as_deref(), self.fence, request, path, now, response);
        }
    }
}

/// Answers a request that no route took.
pub(super) async fn serve(files: Arc<Files>, mut request: Request, now: Timestamp) -> Response {
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let allow = [(header::ALLOW, "GET, HEAD")];
        return (allow, RouteError::MethodNotAllowed).into_response();
    }
    let path = &request.uri().path().to_owned();
    if let Some(kind) = files.fence.filter(|_| is_page_path(path)) {
        prepare(&mut request, kind);
    }
    for (folder, inside) in files.places(path) {
        let Some(inner) = request_for(&request, &inside) else { continue };
        let mut response = read(folder, inner).await;
        if response.status() != StatusCode::NOT_FOUND {
            files.dress(request.headers(), path, now, &mut response);
            return fill_nonce(response).await;
        }
    }
    RouteError::NotFound.into_response()
}

fn folder_service(folder: &Path, prefix: &str) -> ServeDir {
    ServeDir::new(folder).redirect_path_prefix(prefix).precompressed_br().precompressed_gzip()
}

/// The same request for another path. Queries mean nothing to a file.
fn request_for(request: &Request, path: &str) -> Option<Request> {
    let mut inner = Request::new(Body::empty());
    *inner.method_mut() = request.method().clone();
    *inner.uri_mut() = path.parse::<Uri>().ok()?;
    *inner.headers_mut() = request.headers().clone();
    Some(inner)
}

async fn read(mut folder: ServeDir, request: Request) -> Response {
    let response: Result<_, Infallible> = folder.call(request).await;
    match response {
        Ok(response) => response.into_response(),
        Err(never) => match never {},
    }
}

/// Whether what is served at a path is a page, where it is anything.
fn is_page_path(path: &str) -> bool {
    path.ends_with('/') || path.ends_with(".html") || path.ends_with(".htm")
}

/// Text without a charset is read as the page around it; ours is UTF-8 everywhere.
fn with_charset(media_type: &str) -> Option<HeaderValue> {
    let is_bare_text = media_type.starts_with("text/") && !media_type.contains("charset");
    is_bare_text.then(|| HeaderValue::from_str(&format!("{media_type}; charset=utf-8")).ok()).flatten()
}

/// Whether the file's name says what its bytes are, so that it may be kept for ever: between two dots stand
/// 12 or more hexadecimal digits with a letter among them, which no date or number has, or the 43 base64url characters of a SHA-256 digest.
/// Shorter base64url is not taken, since a long word between dots looks the same.
fn carries_digest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let mut parts: Vec<&str> = name.split('.').skip(1).collect();
    parts.pop();
    parts.iter().any(|part| {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_hex = part.len() >= 12 && part.bytes().all(is_digit) && part.bytes().any(|byte| byte.is_ascii_lowercase());
        let is_base64url = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        is_hex || (part.len() == 43 && part.bytes().all(is_base64url))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_carry_a_digest() {
        let check = |path: &str, expected: bool| assert_eq!(carries_digest(path), expected, "{path}");
        check("/countersign/widget.0123456789abcdef.wasm", true);
        check("/notice.zh-Hans.ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0.json", true);
        check("/countersign/countersign.js", false);
        check("/a.internationalization.js", false);
        check("/0123456789abcdef.js", false);
        check("/a.0123456789abcdef", false);
        check("/a.0123456789ab.js", true);
        check("/a.0123456789a.js", false);
        check("/a.202611261130.js", false);
        check("/a.0123456789abcdef.d/index.html", false);
        check("/", false);
    }
}
