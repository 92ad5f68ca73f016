//! `countersign suppressions export`: who must not be written to, page by page from the receiver to a file.
//!
//! In: a place to go on from. Out: CSV whose fields no spreadsheet takes for formulas, or NDJSON; on standard error the place from which the next
//! export goes on.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use super::api::{Api, Door};
use crate::output;

/// Lines of one page.
const LIMIT: u32 = 10_000;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    door: Door,
    /// Every change, also what is allowed again, instead of what is stopped as it stands.
    #[arg(long)]
    changes: bool,
    /// How lines are written.
    #[arg(long, value_enum, default_value_t = Form::Csv)]
    format: Form,
    /// Only lines after this number.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    after: u64,
    /// Where to write; by default the standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How lines are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Form {
    /// A first row of names, and a row each.
    Csv,
    /// One JSON object a line.
    Ndjson,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let api = Api::open(&arguments.door)?;
    let mut sink: Box<dyn Write> = match &arguments.output {
        Some(path) => Box::new(BufWriter::new(File::create(path).with_context(|| format!("{} cannot be written", path.display()))?)),
        None => Box::new(BufWriter::new(std::io::stdout())),
    };
    let path = if arguments.changes { "/v1/suppressions/changes" } else { "/v1/suppressions" };
    let (mut after, mut is_first) = (arguments.after, true);
    loop {
        let format = if arguments.format == Form::Csv { "csv" } else { "ndjson" };
        let page = api.page(&format!("{path}?after={after}&limit={LIMIT}&format={format}"))?;
        let names = if arguments.format == Form::Csv { page.body.find('\n').map_or(0, |end| end + 1) } else { 0 };
        // The row of names stands once.
        let lines = page.body.get(if is_first { 0 } else { names }..).unwrap_or_default();
        sink.write_all(lines.as_bytes()).context("the lines cannot be written")?;
        is_first = false;
        let last = page.body.get(names..).unwrap_or_default().lines().next_back().and_then(|line| number(line, arguments.format));
        after = last.unwrap_or(after);
        if page.next.is_none() {
            break;
        }
    }
    sink.flush().context("the lines cannot be written")?;
    output::note(&format!("the next export goes on with --after {after}"));
    Ok(ExitCode::SUCCESS)
}

/// The number with which a line begins.
fn number(line: &str, form: Form) -> Option<u64> {
    match form {
        Form::Csv => line.split(',').next()?.parse().ok(),
        Form::Ndjson => serde_json::from_str::<serde_json::Value>(line).ok()?.get("seq")?.as_u64(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, number};

    #[test]
    fn a_line_begins_with_its_number() {
        let check = |line: &str, form: Form, expected: Option<u64>| assert_eq!(number(line, form), expected, "{line}");
        check("12,AbC,email,,list", Form::Csv, Some(12));
        check("seq,hash", Form::Csv, None);
        check(r#"{"seq":12,"hash":"AbC"}"#, Form::Ndjson, Some(12));
        check("", Form::Ndjson, None);
    }
}
