//! `countersign build`: from a `site.toml`, or a policy text alone, to `dist/`.
//!
//! Any error leaves an earlier `dist/` as it was. One of them is a version that already stands there with another text.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use countersign_policy::Bundle;

use crate::dist::{self, Assets};
use crate::output::{self, Format};
use crate::source::{Source, is_site};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The site.toml, or a policy text (.md, .html or .txt) to draft one from.
    source: PathBuf,
    /// The folder to write; an earlier one is replaced as a whole.
    #[arg(short, long, default_value = "dist")]
    output: PathBuf,
    /// The folder with countersign.js, widget.js, widget.wasm and their kind; default: `web` beside the folder of this program.
    #[arg(long)]
    assets: Option<PathBuf>,
    /// Let another text take the place of one with the same version, which nobody has seen yet.
    #[arg(long)]
    replace: bool,
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
    keep_versions(&bundle, archive.other_text(), arguments.replace)?;
    let files = dist::plan(&bundle, &assets, &archive)?;
    dist::write(&arguments.output, &files, &archive)?;
    output::note(&format!("wrote {} files to {}", files.len(), arguments.output.display()));
    if !is_site(&arguments.source) {
        let source = arguments.source.display();
        output::note(&format!("its facts were drafted from the text; run countersign init {source} to correct them in a site.toml"));
    }
    Ok(ExitCode::SUCCESS)
}

/// A version that visitors have seen never changes its text or facts silently; a text that nobody has reviewed may.
fn keep_versions(bundle: &Bundle, other_text: &[String], replace: bool) -> Result<()> {
    let Some(notice) = bundle.parts.first().map(|part| &part.notice).filter(|_| !other_text.is_empty()) else { return Ok(()) };
    let what = format!("version {} is in the old folder with another text or other facts ({})", notice.version, other_text.join(", "));
    if !replace && !notice.drafted {
        bail!("{what}; give the new one a new version in site.toml, or add --replace if nobody has seen the old one");
    }
    output::note(&format!("warning: {what}, which is replaced"));
    Ok(())
}
