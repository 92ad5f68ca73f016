//! What answers say about the visitor's state: the state cookie again, cookies of closed purposes cleared, policy, tracking status.

use crate::support::{Answer, Draft, JOSE, Service, request};
use countersign_receiver::{FenceKind, FileOptions, RouterOptions};
use serde_json::json;
use std::fs::{create_dir_all, write};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The day of the tests' clock, 2026-11-23 06:14:31 UTC, and the seconds of that day that are gone.
const TODAY: u64 = 20_780;
const GONE_SECS: u64 = 6 * 3600 + 14 * 60 + 31;
const LISTS: &str = "default-src 'self'{open}; img-src 'self' data:{open}";
const STRICT: &str = "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'{open}; require-trusted-types-for 'script'";
const PAGE: &str = "<!doctype html><script nonce=\"{nonce}\" src=own.js></script><script src=//tracker.example/t.js></script>{nonce}";

fn table(origin: &str, domain: Option<&str>) -> String {
    let cookie = |name: &str| json!({ "name": name, "kind": "cookie", "server": true });
    let vendor = |storage: &[serde_json::Value]| json!([{ "name": "V", "hosts": [], "storage": storage }]);
    let mut table = json!({
        "v": "cs-gate/1", "id": "layang", "origin": origin, "base": "/countersign/",
        "cookie": { "name": "cs", "material": "Ab3-_f9K", "days": 180 },
        "purposes": [
            { "id": "account", "kind": "core", "vendors": vendor(&[cookie("mk_login")]) },
            { "id": "analytics", "kind": "additional", "sources": ["metrik.example", "*.metrik.example"],
              "vendors": vendor(&[cookie("_mk_*"), cookie("mk_*"), cookie("shared"), json!({ "name": "ls_*", "kind": "local", "server": false })]) },
            { "id": "marketing", "kind": "additional", "sources": ["ads.example"],
              "vendors": vendor(&[cookie("_al_uid"), cookie("shared"), cookie("*"), cookie("c*"), cookie("__Secure-al")]) },
        ],
        "policies": { "lists": LISTS, "strict": STRICT },
        "states": [],
    });
    if let Some(domain) = domain {
        table["cookie"]["domain"] = json!(domain);
    }
    table.to_string()
}

struct Site {
    folder: TempDir,
    service: Service,
}

impl Site {
    async fn start(fence: Option<FenceKind>) -> Self {
        Self::with(fence, Some(&table("https://www.layang.example", None))).await
    }

    async fn with(fence: Option<FenceKind>, table: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (site, dist) = (folder.path().join("site"), folder.path().join("dist"));
        for (path, text) in [("index.html", PAGE), ("a/b/page.html", PAGE), ("own.js", "1"), ("a/b/page.html.br", "in brotli")] {
            put(&site, path, text);
        }
        put(&dist, ".well-known/gpc.json", "{}");
        put(&dist, ".well-known/dnt/index.json", "{}");
        if let Some(table) = table {
            put(&dist, "gate.json", table);
        }
        let files = FileOptions { site: Some(site), dist: Some(dist), fence, ..FileOptions::default() };
        Self { folder, service: Service::start_with(RouterOptions { files, ..RouterOptions::default() }).await }
    }

    async fn page(&self, headers: &[(&str, &str)]) -> Answer {
        let mut headers = headers.to_vec();
        headers.push(("host", "www.layang.example"));
        let answer = self.service.get("/", &headers).await;
        assert_eq!(answer.status, 200);
        answer
    }

    async fn policy(&self, cookie: &str) -> String {
        self.page(&[("cookie", cookie)]).await.header("content-security-policy").unwrap().to_owned()
    }
}

fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    create_dir_all(path.parent().unwrap()).unwrap();
    write(path, text).unwrap();
}

fn cookies(answer: &Answer) -> Vec<&str> {
    answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect()
}

/// The names that an answer clears, each once.
fn cleared(answer: &Answer) -> Vec<&str> {
    let mut names: Vec<&str> =
        cookies(answer).into_iter().filter_map(|line| line.split_once("=; Max-Age=0; Path=/")).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn state(days: u64, who: &str, open: &str) -> String {
    format!("cs=1.Ab3-_f9K.{}.{who}.{open}", TODAY + days)
}

#[tokio::test]
async fn a_state_that_holds_is_set_again_with_what_is_left_of_its_time() {
    let site = Site::start(None).await;
    let check = async |headers: &[(&str, &str)], expected: Option<(&str, u64)>| {
        let answer = site.page(headers).await;
        let again: Vec<&str> = cookies(&answer).into_iter().filter(|line| line.starts_with("cs=")).collect();
        let expected = expected.map(|(value, left)| format!("{value}; Path=/; SameSite=Lax; Max-Age={left}; Secure"));
        assert_eq!(again, expected.iter().map(String::as_str).collect::<Vec<_>>(), "{headers:?}");
    };
    let all = state(100, "nu", "analytics~marketing");
    check(&[("cookie", &all)], Some((&all, 100 * 86_400 - GONE_SECS))).await;
    check(&[("cookie", &format!("a=b;{all} ; c"))], Some((&all, 100 * 86_400 - GONE_SECS))).await;
    let refused = state(1, "nu", "");
    check(&[("cookie", &refused)], Some((&refused, 86_400 - GONE_SECS))).await;
    // A clock that is ahead gets no longer life than the site gives.
    let ahead = state(4000, "nu", "");
    check(&[("cookie", &ahead)], Some((&ahead, 180 * 86_400))).await;
    // The switch speaks for every notice.
    let switch = format!("cs=1.Other-_1.{}.nt.", TODAY + 9);
    check(&[("cookie", &switch)], Some((&switch, 9 * 86_400 - GONE_SECS))).await;
    // A choice made under the signal stands; a signal that came since does not leave the older grant.
    let under = state(100, "gu", "marketing");
    check(&[("cookie", &under), ("sec-gpc", "1")], Some((&under, 100 * 86_400 - GONE_SECS))).await;
    check(&[("cookie", &all), ("sec-gpc", "1")], None).await;
    check(&[("cookie", &all), ("dnt", "1")], None).await;
    for wrong in [
        String::new(),
        "cs".to_owned(),
        "cs=".to_owned(),
        state(0, "nu", "analytics"),
        state(100, "nu", "analytics").replace("1.Ab", "2.Ab"),
        state(100, "nu", "analytics").replace("Ab3", "Ab4"),
        state(100, "nu", "marketing~analytics"),
        state(100, "nu", "analytics~analytics"),
        state(100, "nu", "account"),
        state(100, "nu", "unknown"),
        state(100, "ns", "analytics"),
        state(100, "nt", "analytics"),
        state(100, "ns", ""),
        state(100, "nu", "analytics") + ".more",
        state(100, "nu", "analytics") + "; Domain=evil.example",
        format!("cs=1.Ab3-_f9K.0{}.nu.analytics", TODAY + 9),
        "cs=1.Ab3-_f9K.4294967295.nu.analytics".to_owned(),
        "cs=1.Ab3-_f9K.99999999999999999999.nu.".to_owned(),
        format!("cs={}", "1.".repeat(30_000)),
        format!("{all}; {}", state(50, "nu", "")),
        format!("{all}; {all}"),
        format!("cs=; cs_kept={}", all.trim_start_matches("cs=")),
        format!("cs=garbage; {all}"),
        all.replace("cs=", "CS="),
    ] {
        let expected = wrong.strip_suffix("; Domain=evil.example").map(|value| (value, 100 * 86_400 - GONE_SECS));
        check(&[("cookie", &wrong)], expected).await;
    }
    // Nobody looks yet, or nobody of this site's visitors.
    check(&[("cookie", &all), ("sec-purpose", "prefetch;prerender")], None).await;
    check(&[("cookie", &all), ("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "image")], None).await;
    check(&[("cookie", &all), ("sec-fetch-site", "cross-site"), ("sec-fetch-dest", "document")], Some((&all, 100 * 86_400 - GONE_SECS)))
        .await;
}

#[tokio::test]
async fn the_state_cookie_has_the_attributes_of_the_site() {
    for (origin, domain, ending) in [
        ("https://www.layang.example", Some("layang.example"), "; Domain=layang.example; Secure"),
        ("https://other.example", None, ""),
        ("http://127.0.0.1:8080", None, ""),
    ] {
        let site = Site::with(None, Some(&table(origin, domain))).await;
        let value = state(10, "nu", "");
        let expected = format!("{value}; Path=/; SameSite=Lax; Max-Age={}{ending}", 10 * 86_400 - GONE_SECS);
        let kept = format!("cs_kept={}; HttpOnly", expected.trim_start_matches("cs="));
        // A cookie of the host alone would stand beside the domain's.
        let alone = domain.map(|_| "cs=; Path=/; SameSite=Lax; Max-Age=0; Secure".to_owned());
        let expected: Vec<String> = alone.into_iter().chain([expected, kept]).collect();
        assert_eq!(cookies(&site.page(&[("cookie", &value)]).await), expected);
    }
}

#[tokio::test]
async fn a_choice_is_set_again_once_and_an_older_one_never_comes_back() {
    let site = Site::start(Some(FenceKind::Lists)).await;
    let kept = |state: &str| state.replacen("cs=", "cs_kept=", 1);
    let check = async |cookie: &str, set: Option<&str>, opens: &[&str], is_cleared: bool| {
        let answer = site.page(&[("cookie", cookie)]).await;
        let lines: Vec<&str> = cookies(&answer).iter().map(|line| line.split(';').next().unwrap()).collect();
        let expected: Vec<String> = set.into_iter().flat_map(|state| [state.to_owned(), kept(state)]).collect();
        assert_eq!(lines, expected, "{cookie}");
        let policy = answer.header("content-security-policy").unwrap();
        assert_eq!(
            ["metrik.example", "ads.example"].map(|host| policy.contains(host)),
            [opens.contains(&"metrik"), opens.contains(&"ads")]
        );
        assert_eq!(answer.header("clear-site-data"), is_cleared.then_some("\"cache\""), "{cookie}");
    };
    let (all, some, none) = (state(90, "nu", "analytics~marketing"), state(91, "nu", "marketing"), state(92, "nu", ""));
    check(&all, Some(&all), &["metrik", "ads"], false).await;
    check(&format!("{all}; {}", kept(&all)), None, &["metrik", "ads"], false).await;
    // What is lost may have been a withdrawal.
    check(&kept(&all), None, &[], false).await;
    // Something was withdrawn since: once, what the browser cached goes.
    check(&format!("{some}; {}", kept(&all)), Some(&some), &["ads"], true).await;
    check(&format!("{some}; {}", kept(&some)), None, &["ads"], false).await;
    check(&format!("{none}; {}", kept(&some)), Some(&none), &[], true).await;
    check(&format!("{all}; {}", kept(&none)), Some(&all), &["metrik", "ads"], false).await;
    check(&format!("{none}; cs_kept=garbage"), Some(&none), &[], false).await;
    // A broken or foreign state is never replaced by an older one.
    check(&format!("cs=garbage; {}", kept(&all)), None, &[], false).await;
    check(&format!("{}; {}", all.replace("Ab3", "Ab4"), kept(&all)), None, &[], false).await;
    check(&format!("{all}; {}; {}", kept(&all), kept(&none)), Some(&all), &["metrik", "ads"], false).await;
}

#[tokio::test]
async fn cookies_of_closed_purposes_are_cleared_on_every_domain_and_path() {
    let site = Site::start(None).await;
    let headers = [("host", "www.layang.example:8443"), ("cookie", "_mk_id=1; other=2")];
    let answer = site.service.get("/a/b/page.html", &headers).await;
    let mut expected = Vec::new();
    for path in ["/", "/a", "/a/", "/a/b", "/a/b/", "/a/b/page.html"] {
        for domain in ["", "; Domain=www.layang.example", "; Domain=layang.example"] {
            expected.push(format!("_mk_id=; Max-Age=0; Path={path}{domain}; Secure"));
        }
    }
    assert_eq!(cookies(&answer), expected);
    let mine = format!(
        "{}; _mk_id=1; _mk_*=2; _al_uid=3; shared=4; mk_login=5; mk_x=6; ls_a=7; session=8; __Secure-al=9",
        state(9, "nu", "analytics")
    );
    assert_eq!(cleared(&site.page(&[("cookie", &mine)]).await), ["__Secure-al", "_al_uid"]);
    let other = mine.replace(".analytics;", ".marketing;");
    assert_eq!(cleared(&site.page(&[("cookie", &other)]).await), ["_mk_*", "_mk_id", "mk_x"]);
    // A signal closes what an older choice opened.
    assert_eq!(cleared(&site.page(&[("cookie", &mine), ("sec-gpc", "1")]).await).len(), 6);
    let undecided = site.page(&[("cookie", "cs=x; cs_kept=y; cs_a=1; cart=2; c=3; _mk_=4")]).await;
    assert_eq!(cleared(&undecided), ["_mk_", "c", "cart", "cs_a"], "never the state's own, and never a star alone");
    for path in ["/own.js", "/.well-known/gpc.json", "/.well-known/dnt/", "/nothing"] {
        assert_eq!(cookies(&site.service.get(path, &[("cookie", &mine)]).await), [""; 0], "{path}");
    }
    assert_eq!(cookies(&site.page(&[("cookie", &mine), ("purpose", "prefetch")]).await), [""; 0]);
}

#[tokio::test]
async fn hostile_cookies_cost_little_and_break_nothing() {
    let site = Site::start(Some(FenceKind::Lists)).await;
    let many: String = (0..40_000).map(|number| format!("_mk_{number}=x; ")).collect();
    // The quickest of three: what a busy machine adds is no part of it.
    let mut quickest = Duration::MAX;
    for _ in 0..3 {
        let start = Instant::now();
        let answer = site.page(&[("cookie", &many)]).await;
        quickest = quickest.min(start.elapsed());
        let bytes: usize = cookies(&answer).iter().map(|line| line.len()).sum();
        assert!((1..4096).contains(&bytes), "{bytes} bytes of Set-Cookie");
    }
    assert!(quickest.as_secs() < 5, "{quickest:?}");
    // Many patterns' worth of one name, and names that would break out of the line.
    let repeated = "_mk_id=1; ".repeat(20_000);
    assert_eq!(cleared(&site.page(&[("cookie", &repeated)]).await), ["_mk_id"]);
    for name in ["_mk_ a", "_mk_\"a\"", "_mk_\\a", "_mk_,a", "_mk_\ta"] {
        assert_eq!(cookies(&site.page(&[("cookie", &format!("{name}=1"))]).await), [""; 0], "{name:?}");
    }
    let mut odd = request("GET", "/", &[], Vec::new());
    let bytes = b"_mk_\xff=\xfe; cs=\xff; \x80; ===; ;;; _mk_ok=1; cs=1.Ab3-_f9K.20999.nu.analytics";
    odd.headers_mut().insert("cookie", axum::http::HeaderValue::from_bytes(bytes).unwrap());
    odd.headers_mut().insert("host", axum::http::HeaderValue::from_bytes(b"\xff.example").unwrap());
    let answer = site.service.send(odd).await;
    assert_eq!((answer.status.as_u16(), cleared(&answer)), (200, vec!["_mk_ok"]));
    let deep = format!("/{}", "a/".repeat(2000));
    assert_eq!(site.service.get(&deep, &[("cookie", &many)]).await.status, 404);
    for host in ["evil;x.example", "a.b.c.d.e.f.g.h.i.j.example", "127.0.0.1", "", "[::1]:80"] {
        let answer = site.service.get("/", &[("cookie", "_mk_id=1"), ("host", host)]).await;
        assert_eq!(cleared(&answer), ["_mk_id"], "{host}");
        assert!(cookies(&answer).iter().all(|line| !line.contains("evil") && !line.contains("127")), "{host}");
    }
}

#[tokio::test]
async fn the_fence_follows_the_state() {
    let site = Site::start(Some(FenceKind::Lists)).await;
    let check = async |cookie: &str, open: &str| assert_eq!(site.policy(cookie).await, LISTS.replace("{open}", open), "{cookie}");
    let (analytics, marketing) = (" metrik.example *.metrik.example", " ads.example");
    check("", "").await;
    check(&state(9, "nu", ""), "").await;
    check(&state(9, "nu", "analytics"), analytics).await;
    check(&state(9, "nu", "marketing"), marketing).await;
    check(&state(9, "nu", "analytics~marketing"), &format!("{analytics}{marketing}")).await;
    check(&state(0, "nu", "analytics"), "").await;
    let signal = site.page(&[("cookie", &state(9, "nu", "analytics")), ("dnt", "1")]).await;
    assert_eq!(signal.header("content-security-policy"), Some("default-src 'self'; img-src 'self' data:"));
    // The browser must not be told that the page it has, with the policy it has, is still right.
    let since = ("if-modified-since", "Fri, 01 Jan 2100 00:00:00 GMT");
    let answer = site.page(&[("range", "bytes=0-3"), since]).await;
    assert_eq!((answer.body.len(), answer.header("last-modified"), answer.header("etag")), (PAGE.len(), None, None));
    assert_eq!(answer.header("cache-control"), Some("private, no-cache"));
    let vary: Vec<&str> = answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(vary.contains(&"cookie, dnt, sec-gpc"), "{vary:?}");
    assert_eq!(site.service.get("/own.js", &[]).await.header("content-security-policy"), None);
    // Without a fence a page may be revalidated, and carries its cookies all the same.
    let open = Site::start(None).await;
    let revalidated = open.service.get("/", &[since, ("cookie", &state(9, "nu", ""))]).await;
    assert_eq!((revalidated.status.as_u16(), cookies(&revalidated).len(), revalidated.header("tk")), (304, 2, Some("N")));
}

#[tokio::test]
async fn files_that_carry_their_digest_are_no_pages() {
    let site = Site::start(Some(FenceKind::Strict)).await;
    let path = format!("text.en.{}.html", "A".repeat(43));
    put(&site.folder.path().join("dist"), &path, PAGE);
    let headers = [("host", "www.layang.example"), ("cookie", "cs=1.Ab3-_f9K.99999.nu.; _mk_id=1")];
    let answer = site.service.get(&format!("/countersign/{path}"), &headers).await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!((answer.header("set-cookie"), answer.header("vary").filter(|vary| vary.contains("cookie"))), (None, None));
    assert_eq!(std::str::from_utf8(&answer.body).unwrap(), PAGE, "its bytes are what its name says");
}

#[tokio::test]
async fn the_strict_fence_gives_each_answer_a_nonce_of_its_own() {
    let site = Site::start(Some(FenceKind::Strict)).await;
    let mut seen = std::collections::HashSet::new();
    for path in ["/", "/a/b/page.html", "/"] {
        let answer = site.service.get(path, &[("accept-encoding", "br, gzip"), ("range", "bytes=0-3")]).await;
        let policy = answer.header("content-security-policy").unwrap();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        assert_eq!(policy, STRICT.replace("{nonce}", nonce).replace("{open}", ""));
        let body = std::str::from_utf8(&answer.body).unwrap();
        assert_eq!(body, PAGE.replacen("{nonce}", nonce, 1), "the tracker's element has none");
        assert_eq!(answer.header("content-encoding"), None);
        assert!(answer.header("content-length").is_none_or(|length| length == body.len().to_string()));
        assert!(seen.insert(nonce.to_owned()), "{nonce} came twice");
    }
    let head = site.service.send(request("HEAD", "/", &[], Vec::new())).await;
    let length = (PAGE.len() - "{nonce}".len() + 22).to_string();
    assert_eq!((head.status.as_u16(), head.body.len(), head.header("content-length")), (200, 0, Some(length.as_str())));
}

#[tokio::test]
async fn webkit_gets_the_strict_fence_without_what_opens_it_there() {
    let site = Site::start(Some(FenceKind::Strict)).await;
    let apple = "(KHTML, like Gecko)";
    for (agent, is_webkit) in [
        (format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 {apple} Version/26.0 Safari/605.1.15"), true),
        (format!("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 {apple} Version/26.0 Safari/605.1.15"), true),
        (
            format!("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 {apple} CriOS/140.0.0.0 Mobile/15E148"),
            true,
        ),
        (
            format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {apple} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"),
            false,
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned(), false),
        (String::new(), false),
    ] {
        let answer = site.page(&[("user-agent", &agent)]).await;
        let policy = answer.header("content-security-policy").unwrap();
        assert_eq!(policy.contains("'strict-dynamic'"), !is_webkit, "{agent}: {policy}");
        assert!(policy.contains("script-src 'nonce-"), "{agent}: {policy}");
        assert!(answer.headers.get_all("vary").iter().any(|vary| vary == "user-agent"), "{agent}");
    }
}

#[tokio::test]
async fn without_a_table_the_fence_stays_shut_and_a_new_build_is_taken_up() {
    let site = Site::with(Some(FenceKind::Strict), None).await;
    let shut = "default-src 'self'; base-uri 'self'; object-src 'none'";
    let cookie = state(9, "nu", "analytics");
    assert_eq!(site.policy(&cookie).await, shut);
    let file = site.folder.path().join("dist/gate.json");
    write(&file, "{").unwrap();
    assert_eq!(site.policy(&cookie).await, shut);
    let later = |secs| std::time::SystemTime::now() + std::time::Duration::from_secs(secs);
    let replace = |text: &str, secs| {
        write(&file, text).unwrap();
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(later(secs)).unwrap();
    };
    replace(&table("https://layang.example", None), 10);
    assert!(site.policy(&cookie).await.contains("metrik.example"));
    let unfit = table("https://layang.example", None);
    for (number, wrong) in [
        unfit.replace("cs-gate/1", "cs-gate/2"),
        unfit.replace("ads.example", "ads.example; script-src *"),
        unfit.replace("\"days\":180", "\"days\":180,\"domain\":\"x; Secure\""),
        unfit.replace("img-src", "img-src\\n"),
        String::new(),
    ]
    .into_iter()
    .enumerate()
    {
        replace(&wrong, 20 + number as u64);
        assert!(site.policy(&cookie).await.contains(" metrik.example"), "the last good table stays: {wrong}");
    }
    replace(&unfit.replace("Ab3-_f9K", "New-_f9K"), 60);
    assert!(!site.policy(&cookie).await.contains("metrik.example"), "a new notice: the old choice speaks for nothing");
    std::fs::remove_file(&file).unwrap();
    assert!(site.policy(&cookie.replace("Ab3-", "New-")).await.contains("metrik.example"));
}

#[tokio::test]
async fn pages_say_their_tracking_status() {
    let site = Site::start(None).await;
    let check = async |headers: &[(&str, &str)], expected: &str| {
        assert_eq!(site.page(headers).await.header("tk"), Some(expected), "{headers:?}");
    };
    let open = state(9, "nu", "analytics");
    check(&[], "P").await;
    check(&[("dnt", "0")], "P").await;
    check(&[("dnt", "1")], "N").await;
    check(&[("sec-gpc", "1")], "N").await;
    check(&[("sec-gpc", "true")], "P").await;
    check(&[("cookie", &open)], "C").await;
    check(&[("cookie", &open), ("sec-gpc", "1")], "N").await;
    check(&[("cookie", &state(9, "gu", "analytics")), ("sec-gpc", "1")], "C").await;
    check(&[("cookie", &state(9, "nu", ""))], "N").await;
    check(&[("cookie", &state(9, "nt", ""))], "N").await;
    check(&[("cookie", &state(9, "gs", ""))], "P").await;
    check(&[("cookie", &state(0, "nu", "analytics"))], "P").await;
    let resource = site.service.get("/.well-known/dnt/", &[("cookie", "_mk_id=1"), ("dnt", "1")]).await;
    assert_eq!(resource.header("content-type"), Some("application/tracking-status+json"));
    assert_eq!(resource.header("set-cookie"), None);
    assert!(resource.headers.get_all("vary").iter().any(|vary| vary == "dnt"));
}

#[tokio::test]
async fn answers_to_receipts_say_what_changed() {
    let site = Site::start(None).await;
    let statuses = |list: &[&str]| {
        let entry = |(place, st): (usize, &&str)| json!({ "id": format!("p{place}"), "st": st, "ct": "expressed", "nec": "optional" });
        json!(list.iter().enumerate().map(entry).collect::<Vec<_>>())
    };
    let mut number = 0;
    let mut check = async |kind: &str, list: &[&str], tk: &str, is_cleared: bool| {
        number += 1;
        let receipt = Draft::new(number).with("kind", json!(kind)).with("p", statuses(list)).seal();
        let held = state(9, "nu", "");
        // As our widget sends it, and again from a page that sends the site's cookies along.
        for cookie in ["", &held] {
            let headers = [("content-type", JOSE), ("cookie", cookie)];
            let answer = site.service.send(request("POST", "/v1/receipts", &headers, receipt.clone().into_bytes())).await;
            assert!(answer.status.is_success(), "{kind} {list:?}");
            let clear = (is_cleared && !cookie.is_empty()).then_some("\"cache\"");
            assert_eq!((answer.header("tk"), answer.header("clear-site-data")), (Some(tk), clear), "{kind} {list:?}");
            assert_eq!(cookies(&answer).len(), if cookie.is_empty() { 0 } else { 2 });
        }
    };
    check("choice", &["given", "given"], "U", false).await;
    check("choice", &["given", "refused"], "U", false).await;
    check("choice", &["refused", "refused"], "N", true).await;
    check("choice", &["given", "withdrawn"], "U", true).await;
    check("withdrawal", &["withdrawn", "refused"], "U", true).await;
    check("withdrawal", &["given", "withdrawn"], "U", true).await;
    check("signal", &["refused", "refused"], "N", false).await;
    check("signal", &["withdrawn", "refused"], "U", true).await;
    let refused = site.service.post(JOSE, "no receipt").await;
    assert_eq!((refused.header("tk"), refused.header("clear-site-data")), (None, None));
}

#[tokio::test]
async fn a_receipt_with_cookies_is_answered_with_cookies() {
    let site = Site::start(None).await;
    let send = async |number: u64, cookie: &str| {
        let headers = [("content-type", JOSE), ("cookie", cookie), ("host", "layang.example")];
        let answer = site.service.send(request("POST", "/v1/receipts", &headers, Draft::new(number).seal().into_bytes())).await;
        assert_eq!(answer.status, 201);
        answer
    };
    let value = state(9, "nu", "analytics");
    let answer = send(1, &format!("{value}; _al_uid=1; _mk_id=2")).await;
    assert!(cookies(&answer)[0].starts_with(&format!("{value}; Path=/;")));
    assert_eq!(cleared(&answer), ["_al_uid"]);
    // Without a state it may be another site's page that sends.
    assert_eq!(cookies(&send(2, "_al_uid=1").await), [""; 0]);
}
