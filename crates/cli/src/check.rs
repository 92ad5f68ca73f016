//! `countersign check`: every diagnostic of a site, and nothing built.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::output::{self, Format};
use crate::source::Source;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The site.toml.
    site: PathBuf,
    /// How diagnostics are written: text on standard error, JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (bundle, diagnostics) = Source::open(&arguments.site)?.compile();
    output::diagnostics(&diagnostics, arguments.format);
    Ok(if bundle.is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
