//! A short race against the last release: our contestants and the peers that are best on some line, two rounds.
//!
//! Enters: `tests/bench/release.json`, what a race of the last release came to. Leaves: what differs, as a report.
//! Bytes and counts are exact, so every difference is shown. Times are ratios to a peer of the same run, because this machine is not the one of
//! the release; two rounds are few, so only what moved by a third is shown.
//! Deliberately absent: a verdict that fails; what must hold are budgets, which are tests.

use super::{RACE, board, race::Race};
use crate::{project::Project, report};
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, fs, path::Path};

const RELEASE: &str = "tests/bench/release.json";

/// Who takes part: ours, and every peer that is best on some line of the whole race.
const FIELD: &str = "countersign,countersign-inline,countersign-nbexpress,c15t-core,orejime,osano,vanilla-cookieconsent";
const ROUNDS: &str = "2";

/// The peer that times are compared with: the lightest that keeps scripts shut by itself.
const PEER: &str = "orejime";

/// Figures that are the same on every machine: of the weight, and of the first visit. What is fetched after a press is not among them,
/// because a slow machine is asked before all of it has come.
const EXACT: [&str; 5] = ["requests", "html", "br", "gz", "raw"];
const COUNTED: (&str, &str) = ("first", "dom");

/// From here on a ratio that moved is shown, up or down.
const MOVED: f64 = 1.33;

/// Races and reports.
pub(super) fn quick(project: &Project) -> Result<()> {
    let release = board::samples(&project.at(RELEASE))
        .with_context(|| format!("{RELEASE} is missing: run a whole race, then `cargo xtask bench release`"))?;
    let Some(race) = Race::prepare(project, RACE)? else { return Ok(()) };
    let samples = race.run(project, &["--only", FIELD, "--runs", ROUNDS, "--json", "quick.json"].map(str::to_owned))?;
    let now = Figures::of(&board::samples(&samples)?)?;
    let before = Figures::read(&release).with_context(|| format!("{RELEASE} is damaged: `cargo xtask bench release` writes it"))?;
    report::result(&report::table(&before.against(&now)));
    Ok(())
}

/// Writes what a run came to as the release to compare with.
pub(super) fn release(project: &Project, samples: &Path) -> Result<()> {
    let figures = Figures::of(&board::samples(samples)?)?;
    let mut text = serde_json::to_string_pretty(&figures.to_json())?;
    text.push('\n');
    fs::write(project.at(RELEASE), text).with_context(|| format!("{RELEASE} cannot be written"))?;
    report::progress(&format!("{RELEASE} is written"));
    Ok(())
}

/// What a run came to, by contestant and name of the figure.
#[derive(Debug, Default, PartialEq)]
struct Figures {
    version: String,
    exact: BTreeMap<String, f64>,
    /// Ours over `PEER`'s.
    ratios: BTreeMap<String, f64>,
}

impl Figures {
    /// Reads the samples of a race.
    fn of(samples: &Value) -> Result<Self> {
        let summary = samples["summary"].as_object().context("the samples have no summary: let a round end")?;
        let ours: Vec<&String> = summary.get("board").and_then(Value::as_object).into_iter().flat_map(Map::keys).collect();
        ensure!(!ours.is_empty(), "none of our contestants took part");
        let mut figures = Self { version: env!("CARGO_PKG_VERSION").to_owned(), ..Self::default() };
        for name in ours {
            for what in EXACT {
                if let Some(value) = samples["summary"]["weight"][name][what].as_f64() {
                    figures.exact.insert(format!("{name}: {what}"), value);
                }
            }
            for (situation, lines) in summary.iter().filter(|(key, _)| key.contains(": ")) {
                for (what, values) in lines.as_object().into_iter().flatten() {
                    if situation.starts_with(COUNTED.0) && what == COUNTED.1 {
                        figures.exact.extend(median(values, name).map(|value| (format!("{name}: {what}"), value)));
                    } else if let (Some(mine), Some(theirs)) = (median(values, name), median(values, PEER))
                        && mine > 0.0
                        && theirs > 0.0
                        && !what.starts_with("wire")
                    {
                        figures.ratios.insert(format!("{name}: {situation}: {what}"), mine / theirs);
                    }
                }
            }
        }
        Ok(figures)
    }

    /// Reads what `to_json` wrote.
    fn read(stored: &Value) -> Result<Self> {
        let numbers = |name: &str| -> Result<BTreeMap<String, f64>> {
            let object = stored[name].as_object().with_context(|| format!("it has no {name}"))?;
            object.iter().map(|(key, value)| Ok((key.clone(), value.as_f64().with_context(|| format!("{key} is no number"))?))).collect()
        };
        let version = stored["version"].as_str().context("it has no version")?.to_owned();
        Ok(Self { version, exact: numbers("exact")?, ratios: numbers("ratios")? })
    }

    fn to_json(&self) -> Value {
        let rounded = |value: f64| (value * 1000.0).round() / 1000.0;
        let ratios: BTreeMap<&String, f64> = self.ratios.iter().map(|(name, &ratio)| (name, rounded(ratio))).collect();
        json!({ "version": self.version, "peer": PEER, "exact": self.exact, "ratios": ratios })
    }

    /// What differs between a release and now; the last row says how many figures were compared.
    fn against(&self, now: &Self) -> Vec<Vec<String>> {
        let head = ["figure".to_owned(), format!("release {}", self.version), "now".to_owned(), "change".to_owned()];
        let mut rows = vec![head.to_vec()];
        for (name, &before) in &self.exact {
            let after = now.exact.get(name).copied();
            if after != Some(before) {
                let change = after.map_or_else(|| "gone".to_owned(), |after| format!("{:+}", after - before));
                rows.push(vec![name.clone(), before.to_string(), after.map_or_else(String::new, |after| after.to_string()), change]);
            }
        }
        let new = now.exact.keys().filter(|name| !self.exact.contains_key(*name));
        rows.extend(
            new.map(|name| {
                vec![name.clone(), String::new(), now.exact.get(name).map(f64::to_string).unwrap_or_default(), "new".to_owned()]
            }),
        );
        let mut compared = 0;
        for (name, &before) in &self.ratios {
            let Some(&after) = now.ratios.get(name) else { continue };
            compared += 1;
            let moved = after / before;
            if !(1.0 / MOVED..=MOVED).contains(&moved) {
                rows.push(vec![format!("{name}, over {PEER}"), format!("{before:.2}"), format!("{after:.2}"), format!("{moved:.2} times")]);
            }
        }
        rows.push(vec![format!("{} exact figures and {compared} ratios were compared", self.exact.len())]);
        rows
    }
}

/// A contestant's median on a line: the part that is the widget's own, where the race tells it apart.
fn median(values: &Value, name: &str) -> Option<f64> {
    values[name]["delta"].as_f64().or_else(|| values[name]["med"].as_f64())
}

#[cfg(test)]
mod tests {
    use super::Figures;
    use serde_json::json;

    fn run(brotli: u32, script: f64) -> Figures {
        let stat = |ours: f64, peer: f64| json!({ "countersign": { "med": ours }, "orejime": { "med": peer } });
        let samples = json!({ "summary": {
            "board": { "countersign": [] },
            "weight": { "countersign": { "br": brotli, "requests": 1 } },
            "first: (a)": { "dom": { "countersign": { "med": 558, "delta": 9 } }, "script": stat(script, 10.0), "wasm": stat(0.0, 0.0) },
        } });
        Figures::of(&samples).unwrap()
    }

    #[test]
    fn a_run_survives_being_stored() {
        let figures = run(3974, 5.0);
        assert_eq!(figures.exact.get("countersign: dom"), Some(&9.0));
        assert_eq!(figures.ratios.get("countersign: first: (a): script"), Some(&0.5));
        assert_eq!(Figures::read(&figures.to_json()).unwrap(), figures);
        assert!(Figures::read(&json!({ "version": "1", "exact": { "a": "b" } })).is_err());
    }

    #[test]
    fn exact_figures_differ_by_one_and_ratios_by_a_third() {
        let before = run(3974, 5.0);
        let check = |now: &Figures, expected: &[&[&str]]| {
            let rows = before.against(now);
            let found: Vec<&[String]> = rows[1..rows.len() - 1].iter().map(|row| &row[..]).collect();
            assert_eq!(found, expected);
            assert_eq!(rows.last().unwrap()[0], "3 exact figures and 1 ratios were compared");
        };
        check(&run(3974, 6.0), &[]);
        check(&run(3975, 5.0), &[&["countersign: br", "3974", "3975", "+1"]]);
        check(&run(3974, 7.5), &[&["countersign: first: (a): script, over orejime", "0.50", "0.75", "1.50 times"]]);
    }
}
