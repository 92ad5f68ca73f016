//! The race under the conditions of the field: HTTP/2 with TLS, 20 gated tags, and a processor that is slower by 4 and by 6.
//!
//! Enters: the bench, and how many rounds (`--runs 2`). Leaves: the order of finish of all contestants on the lines that such conditions
//! could turn, beside that of the plain race where one was run.
//! `tests/bench/field.mjs` edits a copy of the bench; the race itself stays what it is.

use super::{RACE, board, race::Race};
use crate::{install, project::Project, report, run};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::Path;

/// How much slower the processor is made.
const SLOWER: [&str; 2] = ["4", "6"];

/// The lines whose order is compared: how a summary's key begins, the figure, its name.
const LINES: [(&str, &str, &str); 8] = [
    ("first: (a)", "ready", "banner visible, unthrottled"),
    ("slow: (b)", "ready", "banner visible, slow"),
    ("slow: (b)", "script", "script CPU, slow"),
    ("slow: Accept", "inp", "INP of accept, slow"),
    ("slow: Accept", "clickAll", "click to last gated script, slow"),
    ("cold: ", "script", "script CPU, return, cold"),
    ("cold: ", "trkAll", "last gated script, return, cold"),
    ("warm: ", "trkAll", "last gated script, return, warm"),
];

/// Runs the race twice, once for each processor.
pub(super) fn field(project: &Project, arguments: &[String]) -> Result<()> {
    let Some(race) = Race::prepare(project, "bench-field")? else { return Ok(()) };
    certificate(project, &race.folder)?;
    let mut edit = run::command(project, "node");
    run::check(edit.arg(project.at("tests/bench/field.mjs")).arg(&race.folder))?;
    let mut races = Vec::new();
    let plain = project.built(RACE).join("results.json");
    if plain.is_file() {
        races.push(("plain".to_owned(), Order::read(&plain)?));
    }
    for slower in SLOWER {
        let name = format!("field-{slower}.json");
        let mut all = vec!["--cpu".to_owned(), slower.to_owned(), "--json".to_owned(), name];
        all.extend(arguments.iter().cloned());
        if !arguments.iter().any(|argument| argument == "--runs") {
            all.extend(["--runs", "2"].map(str::to_owned));
        }
        let samples = race.run(project, &all)?;
        races.push((format!("field, CPU {slower}x slower"), Order::read(&samples)?));
    }
    report::result(&told(&races));
    Ok(())
}

/// A key and a certificate for this run; browsers are told to take it.
fn certificate(project: &Project, folder: &Path) -> Result<()> {
    if !install::program(project, "openssl", &["openssl"], "the race under the conditions of the field") {
        bail!("there is no TLS without a key: install openssl");
    }
    let mut openssl = run::command(project, "openssl");
    openssl.current_dir(folder).args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]);
    openssl.args(["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "certificate.pem"]);
    run::capture(&mut openssl).map(drop)
}

/// The order of finish on each line: contestants with their medians, the best first.
struct Order(Vec<Vec<(String, f64)>>);

impl Order {
    fn read(path: &Path) -> Result<Self> {
        Self::of(&board::samples(path)?).with_context(|| format!("{} is no run of the race", path.display()))
    }

    fn of(samples: &Value) -> Result<Self> {
        let summary = samples["summary"].as_object().context("it has no summary")?;
        let line = |(start, what, name): &(&str, &str, &str)| -> Result<Vec<(String, f64)>> {
            let values = summary.iter().find(|(key, _)| key.starts_with(start)).map(|(_, values)| &values[*what]);
            let values = values.and_then(Value::as_object).with_context(|| format!("it has no line {name}"))?;
            let mut order: Vec<(String, f64)> = values
                .iter()
                .filter(|(contestant, _)| samples["contestants"][*contestant]["kind"] != "reference")
                .filter_map(|(contestant, value)| Some((contestant.clone(), value["med"].as_f64()?)))
                .collect();
            order.sort_by(|one, other| one.1.total_cmp(&other.1));
            Ok(order)
        };
        Ok(Self(LINES.iter().map(line).collect::<Result<_>>()?))
    }
}

/// The orders beneath one another, line by line.
fn told(races: &[(String, Order)]) -> String {
    let mut said = Vec::new();
    for (place, (_, _, name)) in LINES.iter().enumerate() {
        said.push(format!("{name}:"));
        for (race, Order(lines)) in races {
            let order = lines.get(place).map_or(&[][..], Vec::as_slice);
            let finish: Vec<String> = order.iter().map(|(contestant, value)| format!("{contestant} {}", board::figure(*value))).collect();
            said.push(format!("  {race}: {}", finish.join(" < ")));
        }
    }
    said.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{LINES, Order, told};
    use serde_json::{Map, Value, json};

    fn run() -> Value {
        let values = json!({ "b": { "med": 20.0 }, "a": { "med": 3.5 }, "floor": { "med": 1.0 }, "absent": { "med": null } });
        let mut summary = Map::new();
        for (start, what, _) in LINES {
            let group = summary.entry(format!("{start}: x")).or_insert_with(|| json!({}));
            group[what] = values.clone();
        }
        json!({ "summary": summary, "contestants": { "floor": { "kind": "reference" }, "a": { "kind": "candidate" } } })
    }

    #[test]
    fn the_order_of_finish_leaves_references_out() {
        let order = Order::of(&run()).unwrap();
        assert!(order.0.iter().all(|line| line == &[("a".to_owned(), 3.5), ("b".to_owned(), 20.0)]), "{:?}", order.0);
        let said = told(&[("plain".to_owned(), order)]);
        assert!(said.starts_with("banner visible, unthrottled:\n  plain: a 3.5 < b 20\n"), "{said}");
    }

    #[test]
    fn a_missing_line_is_named() {
        let mut run = run();
        run["summary"].as_object_mut().unwrap().retain(|key, _| !key.starts_with("warm"));
        assert!(Order::of(&run).err().unwrap().to_string().contains("return, warm"));
    }
}
