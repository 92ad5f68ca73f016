//! A variant of the demo for the theme page and the scenarios: what needs a consent of its own has one, visitors are asked for their age and
//! can say who they are, and there was a version before, in which one purpose kept its data for a shorter time.
//!
//! Enters: the demo's `site.toml` and `apart.toml`, the rows that only the variant has. Leaves: `www/demo/site/apart/`, a `dist/` of its own below the demo's pages.
//! Deliberately absent: words; those files hold all of them.

use crate::{files, project::Project};
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};
use toml_edit::{DocumentMut, Item, Table, value};

/// Where the variant is served.
const BASE: &str = "/apart/";

/// Its folder.
pub(super) fn folder(demo: &Path) -> PathBuf {
    demo.join("site/apart")
}

/// Builds it anew.
pub(super) fn build(project: &Project, demo: &Path) -> Result<()> {
    let read = |name: &str| fs::read_to_string(demo.join(name)).with_context(|| format!("www/demo/{name} cannot be read"));
    let text = [read("site.toml")?, read("apart.toml")?].join("\n");
    files::empty(&folder(demo))?;
    let site = derived(&text, demo)?;
    for (name, text) in [("apart-before.toml", before(&site)?), ("apart.toml", site)] {
        let source = project.built(name);
        fs::write(&source, text).context("the derived site cannot be written")?;
        super::site(project, &source, &folder(demo))?;
    }
    Ok(())
}

/// The version before: the first additional purpose kept its data for half as long.
fn before(site: &str) -> Result<String> {
    let mut site: DocumentMut = site.parse().context("the site is no TOML")?;
    let notice = site.get_mut("notice").and_then(Item::as_table_mut).context("the site has no [notice]")?;
    notice.insert("version", value("0.9"));
    let purposes = site.get_mut("purpose").and_then(Item::as_array_of_tables_mut).context("the site has no [[purpose]]")?;
    let additional = |purpose: &&mut Table| purpose.get("kind").and_then(Item::as_str) == Some("additional");
    let changed = purposes.iter_mut().find(additional).context("the site has no additional purpose")?;
    changed.insert("retention", value("P6M"));
    Ok(site.to_string())
}

/// The demo without the lines that ask for everything at once, with the age question, and with a guardian who may open something.
fn derived(site: &str, demo: &Path) -> Result<String> {
    let mut site: DocumentMut = site.parse().context("the site is no TOML")?;
    let purposes = site.get_mut("purpose").and_then(Item::as_array_of_tables_mut).context("the site has no [[purpose]]")?;
    for purpose in purposes.iter_mut() {
        purpose.remove("separate");
    }
    let locales = site.get_mut("locale").and_then(Item::as_array_of_tables_mut).context("the site has no [[locale]]")?;
    for locale in locales.iter_mut() {
        let policy = locale.get("policy").and_then(Item::as_str).context("a [[locale]] has no policy")?.to_owned();
        locale.insert("policy", value(demo.join(policy).to_string_lossy().into_owned()));
    }
    for (table, key, item) in
        [("site", "base", value(BASE)), ("children", "ask", value(true)), ("children", "additional", value("guardian"))]
    {
        let table = site.get_mut(table).and_then(Item::as_table_mut).with_context(|| format!("the site has no [{table}]"))?;
        table.insert(key, item);
    }
    Ok(site.to_string())
}

#[cfg(test)]
mod tests {
    use super::{before, derived};
    use std::path::Path;

    #[test]
    fn only_what_asks_is_changed() {
        let site = "[site]\nid = \"a\"\n[children]\nages = [14]\n[[locale]]\npolicy = \"en.md\"\n[[purpose]]\nid = \"p\"\nseparate = []\n";
        let derived: toml_edit::DocumentMut = derived(site, Path::new("/demo")).unwrap().parse().unwrap();
        assert!(derived["purpose"][0].get("separate").is_none() && derived["purpose"][0]["id"].as_str() == Some("p"));
        assert_eq!(derived["locale"][0]["policy"].as_str(), Some("/demo/en.md"));
        assert_eq!((derived["children"]["ask"].as_bool(), derived["site"]["base"].as_str()), (Some(true), Some("/apart/")));
    }

    #[test]
    fn the_version_before_differs_in_one_purpose() {
        let site = "[notice]\nversion = \"1.0\"\n[[purpose]]\nkind = \"core\"\n[[purpose]]\nkind = \"additional\"\nretention = \"P13M\"\n";
        let before: toml_edit::DocumentMut = before(site).unwrap().parse().unwrap();
        assert_eq!((before["notice"]["version"].as_str(), before["purpose"][1]["retention"].as_str()), (Some("0.9"), Some("P6M")));
        assert!(before["purpose"][0].get("retention").is_none());
    }

    #[test]
    fn a_site_without_ages_is_an_error() {
        assert!(derived("[site]\n[[purpose]]\nid = \"p\"\n[[locale]]\npolicy = \"en.md\"\n", Path::new("/")).is_err());
    }
}
