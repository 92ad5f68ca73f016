//! `headers/`: the fence as configuration of nginx, Apache and Caddy, and as a meta element.
//!
//! In: the fence, the site's name and cookie. Out: four files; each server chooses the policy by the state cookie, for every mixture of
//! purposes. Deliberately absent: TLS, and whatever else a site's server does.

use std::fmt::Write as _;

use countersign_core::Notice;
use countersign_policy::Bundle;

use super::fence::{Fence, NONCE, OPEN, Strength, joined};

const NGINX: &str = include_str!("headers/nginx.conf");
const APACHE: &str = include_str!("headers/apache.conf");
const CADDY: &str = include_str!("headers/Caddyfile");
const META: &str = include_str!("headers/meta.html");

/// How a server's configuration says things.
struct Dialect {
    file: &'static str,
    text: &'static str,
    /// What stands before the cookie's value and after it, in what the pattern is held against.
    around: (&'static str, &'static str),
    nonce: &'static str,
    /// The sources of a purpose by the name of its variable.
    variable: fn(&str) -> String,
    /// Sets that variable: name, purpose, sources.
    map: fn(&str, &str, &str) -> String,
}

const DIALECTS: [Dialect; 3] = [
    Dialect {
        file: "nginx.conf",
        text: NGINX,
        around: ("", "$"),
        nonce: "$request_id",
        variable: |name| format!("${{cs_{name}}}"),
        map: |name, id, sources| format!("map $cs_open $cs_{name} {{\n    default \"\";\n    \"~~{id}~\" \"{sources}\";\n}}\n"),
    },
    Dialect {
        file: "apache.conf",
        text: APACHE,
        around: ("(?:(?!cs=)[^;]*; ?)*cs=", "(?:;|$)"),
        nonce: "%{reqenv:CSP_NONCE}",
        variable: |name| format!("%{{reqenv:CS_{}}}", name.to_ascii_uppercase()),
        map: |name, id, sources| {
            format!("    SetEnvIfExpr \"reqenv('CS_OPEN') =~ m#~{id}~#\" \"CS_{}={sources}\"\n", name.to_ascii_uppercase())
        },
    },
    Dialect {
        file: "Caddyfile",
        text: CADDY,
        around: ("", "$"),
        nonce: "{http.request.uuid}",
        variable: |name| format!("{{cs_{name}}}"),
        map: |name, id, sources| format!("\tmap {{cs_open}} {{cs_{name}}} {{\n\t\t~~{id}~ \"{sources}\"\n\t\tdefault \"\"\n\t}}\n"),
    },
];

/// The files: path and text.
pub(super) fn files(bundle: &Bundle, notice: &Notice, fence: &Fence) -> Vec<(String, String)> {
    let mut files: Vec<_> =
        DIALECTS.iter().map(|dialect| (format!("headers/{}", dialect.file), dialect.render(bundle, notice, fence))).collect();
    files.push(("headers/meta.html".to_owned(), meta(fence)));
    files
}

impl Dialect {
    fn render(&self, bundle: &Bundle, notice: &Notice, fence: &Fence) -> String {
        let (mut maps, mut open) = (String::new(), String::new());
        for (id, sources) in &fence.purposes {
            // Ids have no underscore, so no two of them become one name.
            let name = format!("src_{}", id.replace('-', "_"));
            maps.push_str(&(self.map)(&name, id, &joined(sources)));
            let _ = write!(open, "{}", (self.variable)(&name));
        }
        let policy = |strength| fence.template(strength).replace(OPEN, &open).replace(NONCE, self.nonce);
        let origin = notice.site.origin.as_deref();
        let secure = if origin.is_some_and(|origin| origin.starts_with("https://")) { "; Secure" } else { "" };
        let domain = notice.site.cookie_domain.as_ref().map(|domain| format!("; Domain={domain}")).unwrap_or_default();
        let host = origin.and_then(|origin| origin.split_once("://")).map_or("site.example", |(_, host)| host);
        let base = if bundle.base.starts_with('/') { &bundle.base } else { "/countersign/" };
        self.text
            .replace("@PATTERN@", &fence.pattern(self.around.0, self.around.1))
            .replace("@MAPS@\n", &maps)
            .replace("@LISTS@", &policy(Strength::Lists))
            .replace("@STRICT@", &policy(Strength::Strict))
            .replace("@AGE@", &(u64::from(notice.site.choice_days) * 86_400).to_string())
            .replace("@COOKIE@", &format!("{domain}{secure}"))
            .replace("@HOST@", host)
            .replace("@BASE@", base)
    }
}

/// The policy of everything open, without what a meta element cannot say (HTML section 4.2.5.3).
fn meta(fence: &Fence) -> String {
    let all: Vec<&str> = fence.purposes.iter().map(|(id, _)| id.as_str()).collect();
    let policy = fence.policy(Strength::Lists, &all).replace("frame-ancestors 'self'; ", "");
    META.replace("@POLICY@", &policy)
}
