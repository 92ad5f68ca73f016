//! The report as JSON; its shape is section 12 of `www/docs/formats.md`.

use countersign_policy::{Diagnostic, Finding, Weight};
use serde_json::{Value, json};

use super::{NO_ADVICE, Report};

/// The whole report.
pub(super) fn report(report: &Report) -> Value {
    json!({
        "regimes": report.regimes.iter().map(|regime| regime.name()).collect::<Vec<_>>(),
        "diagnostics": report.diagnostics.iter().map(diagnostic).collect::<Vec<_>>(),
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
        "errors": report.count(Weight::Error),
        "warnings": report.count(Weight::Warning),
        "notes": report.count(Weight::Note),
        "notice": NO_ADVICE,
    })
}

/// One diagnostic of a site.
pub(crate) fn diagnostic(one: &Diagnostic) -> Value {
    json!({
        "code": one.code.text(), "severity": one.severity().to_string(), "file": one.file, "line": one.line,
        "column": one.column, "message": one.message, "help": one.help,
    })
}

fn finding(one: &Finding) -> Value {
    let laws: Vec<_> = one.laws.iter().map(|law| json!({ "regime": law.regime.name(), "article": law.article })).collect();
    let clause = one.clause.as_ref().map(|clause| json!({ "number": clause.number, "title": clause.title, "anchor": clause.anchor }));
    json!({
        "code": one.code, "severity": one.weight.to_string(), "file": one.file, "line": one.region.line, "column": one.region.column,
        "endLine": one.region.end_line, "endColumn": one.region.end_column, "excerpt": one.excerpt, "clause": clause, "laws": laws,
        "message": one.message, "help": one.remedy,
    })
}
