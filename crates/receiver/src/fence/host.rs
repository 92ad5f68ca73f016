//! Where a request arrived, as far as cookies care. In: `Host`, `X-Forwarded-Proto`, the site's own host from the build. Out: the host's
//! name, and whether the browser's side is HTTPS.
//! Deliberately absent: trust in either beyond the attributes of cookies, which browsers check again.

use super::table::Table;
use axum::http::HeaderMap;

/// The name that the browser asked for, in lower case and without port; the site's own where a server in front does not pass it on.
pub(super) fn host(headers: &HeaderMap, table: &Table) -> Option<String> {
    let asked = text(headers, "host").to_ascii_lowercase();
    let asked = name(&asked);
    if is_name(asked) { Some(asked.to_owned()) } else { table.host.as_deref().map(name).filter(|host| is_name(host)).map(str::to_owned) }
}

/// Whether cookies may be `Secure`: on plain HTTP, as on a developer's machine, a browser refuses such a cookie, or keeps one that its
/// scripts cannot change.
pub(super) fn is_https(headers: &HeaderMap, table: &Table) -> bool {
    let first = |list: &str| list.split(',').next().unwrap_or_default().trim().to_ascii_lowercase();
    match first(text(headers, "x-forwarded-proto")).as_str() {
        "" => {
            let asked = text(headers, "host").to_ascii_lowercase();
            let site = table.domain.as_deref().or(table.host.as_deref().map(name)).unwrap_or_default();
            let is_site = name(&asked).strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            table.is_https && !site.is_empty() && is_site
        }
        scheme => scheme == "https",
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn name(host: &str) -> &str {
    host.split(':').next().unwrap_or_default()
}

/// Whether a host is a name with a dot, and no address.
pub(super) fn is_name(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    host.len() <= 253 && host.contains('.') && host.bytes().all(fits) && !last.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(origin: &str, domain: &str) -> Table {
        let domain = if domain.is_empty() { String::new() } else { format!(r#", "domain": "{domain}""#) };
        let cookie = format!(r#"{{"name": "cs", "material": "Ab3-_f9K", "days": 9{domain}}}"#);
        let policies = r#"{"lists": "", "strict": ""}"#;
        Table::parse(&format!(r#"{{"v": "cs-gate/1", "origin": "{origin}", "cookie": {cookie}, "purposes": [], "policies": {policies}}}"#))
            .unwrap()
    }

    #[test]
    fn https_is_what_the_front_says_or_the_sites_own_name() {
        let check = |origin: &str, domain: &str, rows: &[(&'static str, &str)], expected: bool| {
            let mut headers = HeaderMap::new();
            for (name, value) in rows {
                headers.insert(*name, value.parse().unwrap());
            }
            assert_eq!(is_https(&headers, &table(origin, domain)), expected, "{origin} {domain} {rows:?}");
        };
        let site = "https://www.layang.example";
        check(site, "", &[("host", "www.layang.example")], true);
        check(site, "", &[("host", "WWW.layang.example:443")], true);
        check(site, "layang.example", &[("host", "my.layang.example")], true);
        check(site, "layang.example", &[("host", "evil-layang.example")], false);
        check(site, "", &[("host", "127.0.0.1:8080")], false);
        check(site, "", &[], false);
        check(site, "", &[("host", "127.0.0.1:8080"), ("x-forwarded-proto", "https, http")], true);
        check(site, "", &[("host", "www.layang.example"), ("x-forwarded-proto", "http")], false);
        check("http://layang.example", "", &[("host", "layang.example")], false);
    }

    #[test]
    fn addresses_and_odd_hosts_are_no_names() {
        let check = |host: &str, expected: bool| assert_eq!(is_name(name(host)), expected, "{host}");
        check("layang.example", true);
        check("www.layang.example:8080", true);
        check("localhost", false);
        check("127.0.0.1:8080", false);
        check("[::1]:8080", false);
        check("a.b;c", false);
        check(&format!("{}.example", "a".repeat(300)), false);
    }
}
