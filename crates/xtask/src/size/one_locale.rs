//! A site of one language, derived from the demo's.
//!
//! Enters: a `site.toml`. Leaves: the same site with its first locale alone.

use crate::project::Project;
use anyhow::{Context, Result};
use std::{
    fs,
    path::{Path, PathBuf},
};
use toml_edit::{DocumentMut, Item, TableLike, Value, value};

/// Writes the derived site into the build folder and returns its path.
pub(super) fn derive(project: &Project) -> Result<PathBuf> {
    let demo = project.at("www/demo");
    let text = fs::read_to_string(demo.join("site.toml")).context("www/demo/site.toml cannot be read")?;
    let folder = project.built("size");
    fs::create_dir_all(&folder).context("the folder for measuring cannot be created")?;
    let path = folder.join("one-locale.toml");
    fs::write(&path, first_locale_only(&text, &demo)?).context("the derived site cannot be written")?;
    Ok(path)
}

/// The tags and policy paths of a site's locales, in order.
pub(super) fn policies(site: &str) -> Result<Vec<(String, String)>> {
    let site: DocumentMut = site.parse().context("the site is no TOML")?;
    let locales = site.get("locale").and_then(Item::as_array_of_tables).context("the site has no [[locale]]")?;
    let pair = |locale: &toml_edit::Table| {
        let text = |key: &str| locale.get(key).and_then(Item::as_str).map(str::to_owned);
        Some((text("tag")?, text("policy")?))
    };
    locales.iter().map(|locale| pair(locale).context("a [[locale]] lacks its tag or policy")).collect()
}

/// The site without its other locales; the policy is named by its full path, since the derived file lies elsewhere.
fn first_locale_only(site: &str, folder: &Path) -> Result<String> {
    let mut locales = policies(site)?.into_iter();
    let first = locales.next().context("the site has no [[locale]]")?;
    let others: Vec<String> = locales.map(|(tag, _)| tag).collect();
    let mut site: DocumentMut = site.parse().context("the site is no TOML")?;
    if let Some(locales) = site.get_mut("locale").and_then(Item::as_array_of_tables_mut) {
        locales.retain(|locale| locale.get("tag").and_then(Item::as_str) == Some(first.0.as_str()));
        if let Some(locale) = locales.get_mut(0) {
            locale["policy"] = value(folder.join(&first.1).to_string_lossy().into_owned());
        }
    }
    for (_, item) in site.iter_mut() {
        prune(item, &others);
    }
    Ok(site.to_string())
}

/// Takes the entries of other locales out of every table, however deep.
fn prune(item: &mut Item, others: &[String]) {
    if let Some(rows) = item.as_array_of_tables_mut() {
        rows.iter_mut().for_each(|row| prune_table(row, others));
    } else if let Some(values) = item.as_array_mut() {
        values.iter_mut().filter_map(Value::as_inline_table_mut).for_each(|table| prune_table(table, others));
    } else if let Some(table) = item.as_table_like_mut() {
        prune_table(table, others);
    }
}

fn prune_table(table: &mut dyn TableLike, others: &[String]) {
    for tag in others {
        table.remove(tag);
    }
    table.iter_mut().for_each(|(_, item)| prune(item, others));
}

#[cfg(test)]
mod tests {
    use super::first_locale_only;
    use std::path::Path;

    #[test]
    fn the_first_locale_alone_remains() {
        let site = "\
            [[locale]]\ntag = \"en\"\npolicy = \"policy/en.md\"\n\
            [[locale]]\ntag = \"zh-Hans\"\npolicy = \"policy/zh.md\"\n\
            [[purpose]]\nid = \"a\"\ntitle = { en = \"A\", zh-Hans = \"甲\" }\n\
            documents = [{ en = \"Copy\", zh-Hans = \"副本\" }]\n\
            [[data]]\nid = \"d\"\n[data.label]\nen = \"D\"\nzh-Hans = \"丁\"\n";
        let derived: toml_edit::DocumentMut = first_locale_only(site, Path::new("/site")).unwrap().parse().unwrap();
        assert_eq!(derived["locale"].as_array_of_tables().unwrap().len(), 1);
        assert_eq!(derived["locale"][0]["policy"].as_str(), Some("/site/policy/en.md"));
        for texts in [&derived["purpose"][0]["title"], &derived["purpose"][0]["documents"][0], &derived["data"][0]["label"]] {
            let locales: Vec<&str> = texts.as_table_like().unwrap().iter().map(|(locale, _)| locale).collect();
            assert_eq!(locales, ["en"]);
        }
    }

    #[test]
    fn a_site_without_locales_is_an_error() {
        assert!(first_locale_only("[site]\nid = \"x\"", Path::new("/")).is_err());
    }
}
