//! `www/docs/vendors.md` lists the vendor catalogue.
//!
//! `COUNTERSIGN_REWRITE=1 cargo test -p countersign-policy --test vendors` writes the page anew; the difference is the review.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use countersign_policy::{CallFamily, CatalogueVendor, catalogue};

const HEAD: &str = "# The vendor catalogue\n\n\
    What `crates/policy/data/vendors.toml` knows; its head says where the facts come from.\n\
    A `[[vendor]]` row of `site.toml` names a service by its id and takes hosts, stored names and consent calls from there.\n\
    This page is written from the catalogue by its test.\n\n\
    Stored names are cookies and keys; a pattern counts once.\n\
    A star behind the name of a service says that some of its facts were reported and not confirmed; they are used all the same, because keeping too much shut is the safe mistake.\n";

fn row(vendor: &CatalogueVendor) -> String {
    let calls = vendor.calls.map_or("", CallFamily::name);
    let star = if vendor.verified { "" } else { " *" };
    let hosts = vendor.hosts.first().map_or("", String::as_str);
    let more = if vendor.hosts.len() > 1 { format!(" and {} more", vendor.hosts.len() - 1) } else { String::new() };
    format!("| `{}` | {}{star} | {hosts}{more} | {} | {calls} |", vendor.id, vendor.name, vendor.storage.len())
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for (category, title) in
        [("analytics", "Analytics"), ("marketing", "Marketing"), ("functional", "Functions of a page"), ("security", "Security")]
    {
        let _ = write!(page, "\n## {title}\n\n| Id | Service | Hosts | Stored names | Calls |\n|---|---|---|---|---|\n");
        for vendor in catalogue().iter().filter(|vendor| vendor.category == category) {
            let _ = writeln!(page, "{}", row(vendor));
        }
    }
    page
}

#[test]
fn the_page_lists_the_catalogue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../www/docs/vendors.md");
    let actual = page();
    if std::env::var_os("COUNTERSIGN_REWRITE").is_some() {
        fs::write(&path, &actual).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap_or_default() == actual,
        "www/docs/vendors.md is not what the catalogue says; see this file's head"
    );
    assert_eq!(actual.lines().filter(|line| line.starts_with("| `")).count(), catalogue().len(), "a vendor has no section");
}
