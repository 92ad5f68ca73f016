//! Compares the bytes on the wire with the budgets.
//!
//! Enters: `budgets.toml` of this crate and freshly built files. Leaves: a table, and whether everything fits.
//! Bytes are exact: brotli quality 11 of the very files that are served.
//! Deliberately absent: times, which `cargo xtask bench` measures.

mod crates;
mod one_locale;

use crate::{
    project::Project,
    report,
    web::{self, brotli},
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};
use toml_edit::DocumentMut;

pub(crate) use crates::crates;

/// One line of the table.
struct Row {
    what: String,
    measured: usize,
    budget: usize,
}

/// Builds, measures, prints; `false` where something exceeds its budget.
pub(crate) fn size(project: &Project) -> Result<bool> {
    web::web(project)?;
    let budgets = Budgets::read(&project.at("crates/xtask/budgets.toml"))?;
    let mut rows = widget_and_loaders(project, &budgets)?;
    let demo = project.at("www/demo/dist");
    let site = fs::read_to_string(project.at("www/demo/site.toml")).context("www/demo/site.toml cannot be read")?;
    for (tag, policy) in one_locale::policies(&site)? {
        rows.extend(layers("demo", &demo, &tag, &project.at("www/demo").join(policy), &budgets)?);
    }
    rows.extend(real_policies(project, &budgets)?);
    report::result(&report::table(&lines(&rows)));
    let over: Vec<&Row> = rows.iter().filter(|row| row.measured > row.budget).collect();
    for row in &over {
        report::result(&format!("{}: {} bytes over its budget", row.what, row.measured - row.budget));
    }
    Ok(over.is_empty())
}

fn widget_and_loaders(project: &Project, budgets: &Budgets) -> Result<Vec<Row>> {
    let assets = web::assets(project);
    let widget = packed(&assets.join("widget.js"))? + packed(&assets.join("widget.wasm"))?;
    let single = project.built("size/one-locale");
    let source = one_locale::derive(project)?;
    web::site(project, &source, &single)?;
    let row =
        |what: &str, measured, budget: &str| -> Result<Row> { Ok(Row { what: what.to_owned(), measured, budget: budgets.of(budget)? }) };
    Ok(vec![
        row("loader, one locale", packed(&single.join("countersign.js"))?, "loader_one_locale")?,
        row("loader, all locales", packed(&project.at("www/demo/dist/countersign.js"))?, "loader_all_locales")?,
        row("loader, automatic mode", packed(&single.join("countersign.auto.js"))?, "loader_automatic")?,
        row("gate's module, one locale", packed(&only(&single, "gate.", ".js")?)?, "gate_one_locale")?,
        row("gate's module, all locales", packed(&only(&project.at("www/demo/dist"), "gate.", ".js")?)?, "gate_all_locales")?,
        row("widget and glue", widget, "widget")?,
        row("fallback, in the wasm's place", packed(&assets.join("widget.fallback.js"))?, "fallback")?,
    ])
}

/// The rows of real policy texts, where they are at hand.
fn real_policies(project: &Project, budgets: &Budgets) -> Result<Vec<Row>> {
    let Some(folder) = project.shared("policies") else {
        report::progress("real policy texts are not at hand (../shared/policies): their layers are not measured");
        return Ok(Vec::new());
    };
    let entries = fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    let mut policies: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    policies.sort();
    let mut rows = Vec::new();
    for policy in policies {
        let name = policy.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let dist = project.built("size").join(&name);
        web::site(project, &policy, &dist)?;
        let tag = if name.ends_with(".zh") { "zh-Hans" } else { "en" };
        rows.extend(layers(&name, &dist, tag, &policy, budgets)?);
    }
    Ok(rows)
}

/// Layer 2 and layer 3 of one locale.
fn layers(name: &str, dist: &Path, tag: &str, policy: &Path, budgets: &Budgets) -> Result<Vec<Row>> {
    let source = packed(policy)?;
    let percent = 100 + budgets.of("layer_3_over_source_percent")?;
    Ok(vec![
        Row {
            what: format!("{name}: layer 2, {tag}"),
            measured: packed(&only(dist, &format!("notice.{tag}."), ".json")?)? + packed(&only(dist, &format!("layer2.{tag}."), ".html")?)?,
            budget: budgets.of("layer_2")?,
        },
        Row {
            what: format!("{name}: layer 3, {tag}"),
            measured: packed(&only(dist, &format!("text.{tag}."), ".html")?)?,
            budget: source * percent / 100,
        },
    ])
}

/// The one file of a folder whose name starts and ends like this.
fn only(folder: &Path, start: &str, end: &str) -> Result<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry.with_context(|| format!("{} cannot be read", folder.display()))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(start) && name.ends_with(end) {
            found.push(path);
        }
    }
    match found.as_slice() {
        [path] => Ok(path.clone()),
        other => bail!("{} holds {} files {start}*{end} instead of one: build it again", folder.display(), other.len()),
    }
}

/// How many bytes of brotli a file is.
fn packed(path: &Path) -> Result<usize> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(brotli(&bytes)?.len())
}

fn lines(rows: &[Row]) -> Vec<Vec<String>> {
    let head = ["what (brotli 11)", "bytes", "budget", "left"].map(str::to_owned).to_vec();
    let line = |row: &Row| {
        let left = row.budget.checked_sub(row.measured).map_or_else(|| "over".to_owned(), |left| left.to_string());
        vec![row.what.clone(), row.measured.to_string(), row.budget.to_string(), left]
    };
    std::iter::once(head).chain(rows.iter().map(line)).collect()
}

/// The figures of `budgets.toml`.
struct Budgets(DocumentMut);

impl Budgets {
    fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
        Ok(Self(text.parse().with_context(|| format!("{} is no TOML", path.display()))?))
    }

    /// A figure by name.
    fn of(&self, name: &str) -> Result<usize> {
        let figure = self.0.get(name).and_then(|item| item.as_integer()).and_then(|figure| usize::try_from(figure).ok());
        figure.with_context(|| format!("crates/xtask/budgets.toml has no whole number {name}"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Budgets, Row, lines};

    #[test]
    fn budgets_are_whole_numbers() {
        let budgets = Budgets("widget = 45000\nname = \"x\"\nless = -1".parse().unwrap());
        assert_eq!(budgets.of("widget").unwrap(), 45_000);
        for name in ["name", "less", "absent"] {
            assert!(budgets.of(name).unwrap_err().to_string().contains(name));
        }
    }

    #[test]
    fn what_exceeds_is_marked() {
        let row = |measured| Row { what: "w".to_owned(), measured, budget: 10 };
        let table = lines(&[row(10), row(11)]);
        assert_eq!((table[1][3].as_str(), table[2][3].as_str()), ("0", "over"));
    }
}
