//! Static files: where each is found, as what, and how long it may be kept.

use crate::support::{Answer, Service, request};
use countersign_receiver::{FileOptions, RouterOptions};
use std::fs::{create_dir_all, write};
use std::path::Path;
use tempfile::TempDir;

const DIGEST: &str = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";
const CSP: &str = "default-src 'self'";

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    create_dir_all(path.parent().unwrap()).unwrap();
    write(path, text).unwrap();
}

async fn start() -> (TempDir, Service) {
    let folder = tempfile::tempdir().unwrap();
    let (site, dist) = (folder.path().join("site"), folder.path().join("dist"));
    put(&site, "index.html", "<!doctype html>site");
    put(&site, "style.css", "a{}");
    put(&site, "help/index.html", "<!doctype html>help");
    put(&site, ".well-known/security.txt", "Contact: x");
    put(&dist, "countersign.js", "loader");
    put(&dist, "countersign.js.br", "loader in brotli");
    put(&dist, "countersign.js.gz", "loader in gzip");
    put(&dist, "widget.0123456789abcdef.wasm", "wasm");
    put(&dist, "widget.0123456789abcdef.wasm.br", "wasm in brotli");
    put(&dist, &format!("notice.zh-Hans.{DIGEST}.json"), "{}");
    put(&dist, "policy/1.0/en.html", "<!doctype html>policy");
    put(&dist, ".well-known/gpc.json", r#"{"gpc":true}"#);
    put(&dist, ".well-known/dnt/index.json", r#"{"tracking":"C"}"#);
    put(folder.path(), "secret.txt", "secret");
    let files = FileOptions { site: Some(site), dist: Some(dist), csp: Some(CSP.parse().unwrap()), ..FileOptions::default() };
    let service = Service::start_with(RouterOptions { files, ..RouterOptions::default() }).await;
    (folder, service)
}

fn text(answer: &Answer) -> &str {
    std::str::from_utf8(&answer.body).unwrap()
}

#[tokio::test]
async fn each_file_has_its_place_type_and_life() {
    let (_folder, service) = start().await;
    let check = async |path: &str, body: &str, media_type: &str, is_immutable: bool| {
        let answer = service.get(path, &[]).await;
        assert_eq!((answer.status.as_u16(), text(&answer)), (200, body), "{path}");
        assert_eq!(answer.header("content-type"), Some(media_type), "{path}");
        let life = if is_immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        assert_eq!(answer.header("cache-control"), Some(life), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("set-cookie"), None, "{path}");
        let csp = media_type.starts_with("text/html").then_some(CSP);
        assert_eq!(answer.header("content-security-policy"), csp, "{path}");
        let head = service.send(request("HEAD", path, &[], Vec::new())).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0), "{path}");
    };
    let html = "text/html; charset=utf-8";
    check("/", "<!doctype html>site", html, false).await;
    check("/style.css", "a{}", "text/css; charset=utf-8", false).await;
    check("/help/", "<!doctype html>help", html, false).await;
    check("/countersign/countersign.js?v=1", "loader", "text/javascript; charset=utf-8", false).await;
    check("/countersign/widget.0123456789abcdef.wasm", "wasm", "application/wasm", true).await;
    check(&format!("/countersign/notice.zh-Hans.{DIGEST}.json"), "{}", "application/json", true).await;
    check("/countersign/policy/1.0/en.html", "<!doctype html>policy", html, false).await;
    check("/.well-known/gpc.json", r#"{"gpc":true}"#, "application/json", false).await;
    check("/.well-known/dnt/", r#"{"tracking":"C"}"#, "application/tracking-status+json", false).await;
    check("/.well-known/security.txt", "Contact: x", "text/plain; charset=utf-8", false).await;
    assert_eq!(service.get("/.well-known/jwks.json", &[]).await.header("content-type"), Some("application/jwk-set+json"));
}

#[tokio::test]
async fn precompressed_siblings_are_used() {
    let (_folder, service) = start().await;
    let check = async |path: &str, accept: &str, body: &str, encoding: Option<&str>, media_type: &str| {
        let answer = service.get(path, &[("accept-encoding", accept)]).await;
        assert_eq!((text(&answer), answer.header("content-encoding")), (body, encoding), "{path} {accept}");
        assert_eq!(answer.header("content-type"), Some(media_type), "{path} {accept}");
        assert!(answer.header("vary").is_some_and(|vary| vary.eq_ignore_ascii_case("accept-encoding")), "{path} {accept}");
    };
    let script = "text/javascript; charset=utf-8";
    check("/countersign/countersign.js", "gzip, br", "loader in brotli", Some("br"), script).await;
    check("/countersign/countersign.js", "gzip", "loader in gzip", Some("gzip"), script).await;
    check("/countersign/countersign.js", "identity", "loader", None, script).await;
    check("/countersign/widget.0123456789abcdef.wasm", "br", "wasm in brotli", Some("br"), "application/wasm").await;
    check("/countersign/widget.0123456789abcdef.wasm", "gzip", "wasm", None, "application/wasm").await;
}

#[tokio::test]
async fn nothing_else_is_served() {
    let (_folder, service) = start().await;
    let outside = [
        "/nothing",
        "/countersign/nothing.js",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/countersign/..%2fsecret.txt",
        "/countersign/",
        "/.well-known/nothing",
    ];
    for path in outside {
        let answer = service.get(path, &[]).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.json()["type"], "urn:countersign:problem:not-found", "{path}");
    }
    let moved = service.get("/help", &[]).await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (307, Some("/help/")));
    let moved = service.get("/countersign/policy", &[]).await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (307, Some("/countersign/policy/")));
    let moved = service.get("/.well-known/dnt", &[]).await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (307, Some("/.well-known/dnt/")));
    let posted = service.send(request("POST", "/index.html", &[], Vec::new())).await;
    assert_eq!((posted.status.as_u16(), posted.header("allow")), (405, Some("GET, HEAD")));
    let bare = Service::start().await;
    assert_eq!(bare.get("/", &[]).await.status, 404);
}
