//! The domain that the state cookie is set for, so that one choice holds on all hosts of a site (RFC 6265 section 5.2.3).
//!
//! In: what the author wrote and the site's origin. Out: findings in the report. Deliberately absent: the list of public suffixes;
//! a browser takes no cookie for one of them, and the choice then rests on its mirror.

use super::diagnostic::{Code, Report};
use super::file::SiteTable;

/// Checks that the site's host lies in the domain.
pub(super) fn check(site: &SiteTable, report: &Report<'_>) {
    let Some(domain) = &site.cookie_domain else { return };
    let Some(origin) = &site.origin else {
        let message = "`cookie_domain` is given, and no `origin` says which host lies in it";
        report.add(Code::ForeignDomain, &domain.span, message, "add `origin = \"https://www.example.com\"`");
        return;
    };
    if !holds(&domain.value, &origin.value) {
        let message = format!("the state cookie of {} cannot be set for `{}`", origin.value, domain.value);
        let help = "write the host of `origin` or a domain above it, with at least one dot inside: \"example.com\" for www.example.com";
        report.add(Code::ForeignDomain, &domain.span, message, help);
    }
}

/// Whether the host of an origin is a domain or lies in it; never for one label alone, and never for an address of numbers.
fn holds(domain: &str, origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(name, _)| name);
    let labels = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let named = domain.contains('.') && domain.split('.').all(labels);
    let numeric = host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
    let above = host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    named && above && !numeric
}

#[cfg(test)]
mod tests {
    use super::holds;

    #[test]
    fn the_host_lies_in_its_domain() {
        for (domain, origin, expected) in [
            ("layang.example", "https://layang.example", true),
            ("layang.example", "https://www.my.layang.example:8443", true),
            ("my.layang.example", "https://www.my.layang.example", true),
            ("www.layang.example", "https://layang.example", false),
            ("ang.example", "https://layang.example", false),
            ("example", "https://layang.example", false),
            (".layang.example", "https://www.layang.example", false),
            ("other.example", "https://layang.example", false),
            ("Layang.example", "https://layang.example", false),
            ("layang.example; Secure", "https://layang.example; Secure", false),
            ("0.0.1", "http://127.0.0.1:8080", false),
            ("localhost", "http://localhost:8080", false),
            ("", "https://layang.example", false),
        ] {
            assert_eq!(holds(domain, origin), expected, "{domain} {origin}");
        }
    }
}
