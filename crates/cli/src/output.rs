//! What the command says: results on standard output, everything else on standard error.
//!
//! In: text, diagnostics. Deliberately absent: colors, so that logs and terminals read the same.

use std::io::Write as _;

use clap::ValueEnum;
use countersign_policy::{Diagnostic, Severity};
use serde_json::json;

/// How a result is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Format {
    /// Lines for people.
    Text,
    /// JSON for programs.
    Json,
}

/// Writes a result; a closed pipe is the reader's wish and no error.
pub(crate) fn say(text: &str) {
    let _closed = writeln!(std::io::stdout(), "{text}");
}

/// Writes a remark.
pub(crate) fn note(text: &str) {
    let _closed = writeln!(std::io::stderr(), "{text}");
}

/// Reports diagnostics: text on standard error, or JSON on standard output.
pub(crate) fn diagnostics(found: &[Diagnostic], format: Format) {
    if format == Format::Json {
        let rows: Vec<_> = found.iter().map(crate::check::diagnostic).collect();
        return say(&format!("{:#}", json!(rows)));
    }
    for one in found {
        note(&format!("{one}\n"));
    }
    let count = |severity| found.iter().filter(|one| one.severity() == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings > 0 {
        note(&format!("{} and {}", plural(errors, "error"), plural(warnings, "warning")));
    }
}

/// A count with its noun.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
