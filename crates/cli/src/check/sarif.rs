//! The report as SARIF 2.1.0 (OASIS Standard, 27 March 2020), so that code hosts and editors show it beside the text.
//!
//! Lines and columns count from 1, columns in Unicode code points. Deliberately absent: fixes, since the words are a lawyer's to write.

use countersign_policy::{Code, Diagnostic, Finding, Rule, Severity, Weight, law_rules};
use serde_json::{Value, json};

use super::{NO_ADVICE, Report, weight_of};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The whole log: one run with the rules that were broken and one result for each thing found.
pub(super) fn log(report: &Report) -> Value {
    let mut rules: Vec<Value> = Vec::new();
    let mut ids: Vec<&str> = Vec::new();
    let mut results = Vec::new();
    for one in &report.diagnostics {
        let index = index_of(&mut ids, &mut rules, one.code.text(), || site_rule(one.code));
        results.push(site_result(one, index));
    }
    for one in &report.findings {
        let known = law_rules().iter().find(|rule| rule.code() == one.code);
        let index = index_of(&mut ids, &mut rules, one.code, || known.map_or_else(|| json!({ "id": one.code }), law_rule));
        results.push(law_result(one, index));
    }
    let regimes: Vec<_> = report.regimes.iter().map(|regime| regime.name()).collect();
    let driver = json!({
        "name": "countersign", "version": env!("CARGO_PKG_VERSION"), "semanticVersion": env!("CARGO_PKG_VERSION"),
        "fullDescription": { "text": NO_ADVICE }, "rules": rules,
    });
    let run = json!({
        "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results,
        "properties": { "regimes": regimes, "notice": NO_ADVICE },
    });
    json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run] })
}

/// The place of a rule in the list; a new one is added.
fn index_of<'a>(ids: &mut Vec<&'a str>, rules: &mut Vec<Value>, id: &'a str, rule: impl FnOnce() -> Value) -> usize {
    ids.iter().position(|known| *known == id).unwrap_or_else(|| {
        ids.push(id);
        rules.push(rule());
        ids.len() - 1
    })
}

fn level(weight: Weight) -> &'static str {
    match weight {
        Weight::Error => "error",
        Weight::Warning => "warning",
        Weight::Note => "note",
    }
}

fn site_rule(code: Code) -> Value {
    let weight = match code.severity() {
        Severity::Error => Weight::Error,
        Severity::Warning => Weight::Warning,
    };
    json!({ "id": code.text(), "shortDescription": { "text": code.meaning() }, "defaultConfiguration": { "level": level(weight) } })
}

fn law_rule(rule: &Rule) -> Value {
    let laws: Vec<_> = rule.laws().iter().map(|law| law.article.as_str()).collect();
    json!({
        "id": rule.code(), "shortDescription": { "text": rule.message().replace("{list}", "…") }, "help": { "text": rule.remedy() },
        "defaultConfiguration": { "level": level(rule.weight()) }, "properties": { "laws": laws },
    })
}

fn site_result(one: &Diagnostic, index: usize) -> Value {
    let region = json!({ "startLine": one.line.max(1), "startColumn": one.column.max(1) });
    json!({
        "ruleId": one.code.text(), "ruleIndex": index, "level": level(weight_of(one)),
        "message": { "text": format!("{}: {}", one.message, one.help) },
        "locations": [{ "physicalLocation": { "artifactLocation": { "uri": uri(&one.file) }, "region": region } }],
    })
}

fn law_result(one: &Finding, index: usize) -> Value {
    let region = json!({
        "startLine": one.region.line, "startColumn": one.region.column, "endLine": one.region.end_line, "endColumn": one.region.end_column,
        "snippet": { "text": one.excerpt },
    });
    let clause = one
        .clause
        .as_ref()
        .map(|clause| json!({ "name": format!("{} {}", clause.number, clause.title).trim(), "fullyQualifiedName": clause.anchor }));
    let laws: Vec<_> = one.laws.iter().map(|law| law.article.as_str()).collect();
    json!({
        "ruleId": one.code, "ruleIndex": index, "level": level(one.weight),
        "message": { "text": format!("{} {}", one.message, one.remedy) },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri(&one.file) }, "region": region },
            "logicalLocations": clause.into_iter().collect::<Vec<_>>(),
        }],
        "properties": { "laws": laws },
    })
}

/// A path as a URI reference: what RFC 3986 does not allow in a path is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte);
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
