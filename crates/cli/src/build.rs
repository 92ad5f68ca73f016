//! `countersign build`: from a `site.toml`, or a policy text alone, to `dist/`.
//!
//! Any error leaves an earlier `dist/` as it was.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

use crate::dist::{self, Assets};
use crate::output::{self, Format};
use crate::source::Source;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The site.toml, or a policy text (.md, .html or .txt) to draft one from.
    source: PathBuf,
    /// The folder to write; an earlier one is replaced as a whole.
    #[arg(short, long, default_value = "dist")]
    output: PathBuf,
    /// The folder with countersign.js, widget.js and widget.wasm; default: `web` beside the folder of this program.
    #[arg(long)]
    assets: Option<PathBuf>,
    /// How diagnostics are written: text on standard error, JSON on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let (bundle, diagnostics) = Source::open(&arguments.source)?.compile();
    output::diagnostics(&diagnostics, arguments.format);
    let Some(bundle) = bundle else { return Ok(ExitCode::FAILURE) };
    let assets = Assets::read(arguments.assets.as_deref())?;
    let archive = dist::archived(&arguments.output, &bundle)?;
    let files = dist::plan(&bundle, &assets, &archive)?;
    dist::write(&arguments.output, &files, &archive)?;
    output::note(&format!("wrote {} files to {}", files.len(), arguments.output.display()));
    Ok(ExitCode::SUCCESS)
}
