//! Clears what purposes that are not open left in cookies, those that scripts cannot reach included (`HttpOnly`).
//! In: the request's cookies, its host and path, the table. Out: `Set-Cookie` lines that end them, on the host and each parent domain, on
//! each parent path; at most [`MAX_BYTES`] of them, and then another start each second, so that a name that cannot be cleared stands in
//! no other's way.
//! Deliberately absent: `cs` and `cs_kept`, cookies of core and open purposes, names outside the table, partitioned cookies, and paths below the
//! page's own, whose cookies the browser does not show here.

use super::cookies::cookies;
use super::host::{host, is_https};
use super::table::{Pattern, Table};
use super::visit::Visit;
use axum::http::{HeaderMap, HeaderValue};
use std::collections::BTreeSet;

/// Servers in front hold the whole head of an answer in one buffer, 4 KiB in nginx unless it is told otherwise.
const MAX_BYTES: usize = 2_560;
/// How many lines an answer holds, roughly.
const STEP: u64 = 32;
/// How many domains and paths are tried for a name.
const MAX_PLACES: usize = 6;

/// The lines. Where they are too many, `second` says with which of them this answer begins.
pub(super) fn clear(headers: &HeaderMap, path: &str, table: &Table, visit: &Visit, second: u64) -> Vec<HeaderValue> {
    let places = Places { names: closed_names(headers, table, visit), domains: domains(headers, table), paths: paths(path) };
    let secure = if is_https(headers, table) { "; Secure" } else { "" };
    let first = places.run(0, secure);
    if first.len() == places.count() {
        return first;
    }
    let start = second.wrapping_mul(STEP) % u64::try_from(places.count()).unwrap_or(u64::MAX);
    places.run(usize::try_from(start).unwrap_or_default(), secure)
}

/// Everything that might be cleared: each name on each path of each domain.
struct Places<'a> {
    names: Vec<&'a str>,
    domains: Vec<String>,
    paths: Vec<&'a str>,
}

impl Places<'_> {
    fn count(&self) -> usize {
        self.names.len() * self.domains.len() * self.paths.len()
    }

    /// As many lines as fit, from a place on and around the end; names change fastest, so that no name waits for another's deep paths.
    fn run(&self, start: usize, secure: &str) -> Vec<HeaderValue> {
        let mut left = MAX_BYTES;
        let mut lines = Vec::new();
        for place in (start..self.count()).chain(0..start) {
            let (name, rest) = (place % self.names.len(), place / self.names.len());
            let (domain, path) = (rest % self.domains.len(), rest / self.domains.len());
            let (Some(name), Some(domain), Some(path)) = (self.names.get(name), self.domains.get(domain), self.paths.get(path)) else {
                break;
            };
            let line = format!("{name}=; Max-Age=0; Path={path}{domain}{secure}");
            let Some(rest) = left.checked_sub(line.len()) else { break };
            left = rest;
            lines.extend(HeaderValue::from_str(&line));
        }
        lines
    }
}

/// The names among the request's cookies that belong to closed purposes alone, each once.
fn closed_names<'a>(headers: &'a HeaderMap, table: &Table, visit: &Visit) -> Vec<&'a str> {
    let (open, closed): (Vec<_>, Vec<_>) = table.purposes.iter().partition(|purpose| visit.opens(purpose));
    let kept: Vec<&Pattern> = table.core.iter().chain(open.iter().flat_map(|purpose| &purpose.cookies)).collect();
    let listed: Vec<&Pattern> = closed.iter().flat_map(|purpose| &purpose.cookies).collect();
    let belongs = |name: &[u8], patterns: &[&Pattern]| patterns.iter().any(|pattern| pattern.matches(name));
    let names: BTreeSet<&[u8]> =
        cookies(headers).map(|(name, _)| name).filter(|name| ![b"cs".as_slice(), b"cs_kept"].contains(name)).collect();
    let names = names.into_iter().filter(|name| belongs(name, &listed) && !belongs(name, &kept));
    // A name that no Set-Cookie line could hold was not set by one.
    let fits = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b',' | b'"' | b'\\');
    names.filter(|name| name.iter().copied().all(fits)).filter_map(|name| std::str::from_utf8(name).ok()).collect()
}

/// The host alone, and as `Domain` itself and its parents down to two labels. Browsers refuse public suffixes by themselves.
fn domains(headers: &HeaderMap, table: &Table) -> Vec<String> {
    let host = host(headers, table).unwrap_or_default();
    let starts = std::iter::once(0).chain(host.match_indices('.').map(|(place, _)| place + 1));
    let parents = starts.filter_map(|start| host.get(start..)).filter(|parent| parent.contains('.'));
    let named = parents.take(MAX_PLACES).map(|parent| format!("; Domain={parent}"));
    std::iter::once(String::new()).chain(named).collect()
}

/// `/`, and each parent of a path with and without its last slash, and the path.
fn paths(path: &str) -> Vec<&str> {
    let mut paths = vec!["/"];
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b';' | b','));
    for (slash, _) in path.match_indices('/').filter(|_| is_plain) {
        paths.extend([path.get(..slash), path.get(..=slash)].into_iter().flatten());
    }
    if is_plain {
        paths.push(path);
    }
    paths.retain(|path| !path.is_empty());
    let mut seen = BTreeSet::new();
    paths.retain(|path| seen.insert(*path));
    paths.truncate(2 * MAX_PLACES);
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    #[test]
    fn every_parent_path_is_tried() {
        let check = |path: &str, expected: &[&str]| assert_eq!(paths(path), expected, "{path}");
        check("/", &["/"]);
        check("/a/b.html", &["/", "/a", "/a/", "/a/b.html"]);
        check("/a/b/", &["/", "/a", "/a/", "/a/b", "/a/b/"]);
        check("/a;b/c", &["/"]);
        check("", &["/"]);
        assert_eq!(paths(&"/a".repeat(10_000)).len(), 12);
    }

    #[test]
    fn what_cannot_be_cleared_stands_in_no_others_way() {
        let table = r#"{"v": "cs-gate/1", "cookie": {"name": "cs", "material": "Ab3-_f9K", "days": 9}, "policies": {"lists": "", "strict": ""},
            "purposes": [{"id": "a", "kind": "additional", "vendors": [{"storage": [{"name": "_mk_*", "kind": "cookie"}]}]}]}"#;
        let table = Table::parse(table).unwrap();
        let names: BTreeSet<String> = (0..200).map(|number| format!("_mk_{number:03}")).collect();
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_str(&names.iter().map(|name| format!("{name}=x; ")).collect::<String>()).unwrap());
        headers.insert(header::HOST, HeaderValue::from_static("www.layang.example"));
        let visit = Visit::new(&headers, &table, jiff::Timestamp::UNIX_EPOCH);
        let mut seen = BTreeSet::new();
        for second in 0..300 {
            let lines = clear(&headers, "/a/b/c.html", &table, &visit, second);
            assert!(lines.iter().map(HeaderValue::len).sum::<usize>() <= MAX_BYTES);
            seen.extend(lines.into_iter().map(|line| line.to_str().unwrap().to_owned()));
        }
        assert_eq!(seen.len(), 200 * 3 * 6, "each name on each domain and path has its turn");
    }
}
