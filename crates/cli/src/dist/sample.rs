//! A small site for the tests of single files of a build.
//!
//! In: rows of `site.toml` beside those that every site has. Out: its bundle. Deliberately absent: anything that ships.

use countersign_policy::{Bundle, compile};

/// What every site has.
const SITE: &str = r#"
    [site]
    id = "pos"
    [controller]
    name = "Pos"
    response_days = 21
    [notice]
    version = "1"
    drafted = true
    [[locale]]
    tag = "en"
    policy = "en.md"
"#;

/// The site with more rows, as a build sees it.
pub(super) fn bundle(more: &str) -> Bundle {
    let (bundle, diagnostics) = compile("site.toml", &format!("{SITE}{more}"), &|_| Ok(b"# Policy\n\nWe ask.\n".to_vec()));
    bundle.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}
