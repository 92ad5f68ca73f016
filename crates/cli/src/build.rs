//! `countersign build`: from a `site.toml`, or a policy text alone, to `dist/`.
//!
//! Any error leaves an earlier `dist/` as it was. One of them is a version that already stands there with another text. A program that
//! announces the version is run when everything is written, and its failure is told.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, Result, bail};
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
    /// What day it is, such as 2026-11-24: a version whose `effective` lies behind it is put beside the one that applies, which stays in
    /// place until the same command is run on that day. Without it every version is put in place at once.
    #[arg(long, value_parser = date)]
    today: Option<String>,
    /// A program that is run once for each new version, with what customers are to be told as JSON on its standard input.
    #[arg(long, value_name = "PROGRAM")]
    announce: Option<PathBuf>,
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
    let mut files = dist::plan(&bundle, &assets, &archive)?;
    let version = bundle.parts.first().map_or("", |part| part.notice.version.as_str());
    let ahead = ahead(&bundle, arguments)?;
    if let Some((from, _)) = &ahead {
        files = dist::beside(&arguments.output, files, version, from)?;
    }
    let place = format!("policy/{version}/{}", dist::ANNOUNCEMENT);
    let announced = arguments.output.join(&place).is_file();
    dist::write(&arguments.output, &files, &archive)?;
    output::note(&format!("wrote {} files to {}", files.len(), arguments.output.display()));
    if let Some((from, old)) = ahead {
        output::note(&format!(
            "version {version} applies from {from}: until then version {old} stays in place; run this again on that day"
        ));
    }
    if let (Some(program), Some(text), false) = (&arguments.announce, files.get(&place), announced) {
        announce(program, text, &arguments.output.join(&place))?;
    }
    if !is_site(&arguments.source) {
        let source = arguments.source.display();
        output::note(&format!("its facts were drafted from the text; run countersign init {source} to correct them in a site.toml"));
    }
    Ok(ExitCode::SUCCESS)
}

/// A date of the calendar, as TOML and JSON write it.
fn date(text: &str) -> Result<String, String> {
    let is_date = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    if is_date { Ok(text.to_owned()) } else { Err("write year, month and day, such as 2026-11-24".to_owned()) }
}

/// From when the version applies, and which one applies until then; nothing where it applies, or is the first.
fn ahead(bundle: &Bundle, arguments: &Arguments) -> Result<Option<(String, String)>> {
    let Some(notice) = bundle.parts.first().map(|part| &part.notice) else { return Ok(None) };
    let later = arguments.today.as_ref().and_then(|today| notice.effective.clone().filter(|from| from > today));
    let old = dist::version_in(&arguments.output)?.filter(|old| *old != notice.version);
    Ok(later.zip(old))
}

/// Tells the program what customers are to be told. The files are written already: what it does not take can be given to it again.
fn announce(program: &Path, text: &[u8], place: &Path) -> Result<()> {
    let again = || format!("run it again with {} on its standard input; the site is built", place.display());
    let mut child =
        Command::new(program).stdin(Stdio::piped()).spawn().with_context(|| format!("{} cannot be run: {}", program.display(), again()))?;
    let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(text));
    let status = child.wait().with_context(|| format!("{} cannot be waited for: {}", program.display(), again()))?;
    // Who ends well without reading all of it has heard enough.
    if !status.success() {
        bail!("{} ended with {status}: {}", program.display(), again());
    }
    if let Err(cause) = written {
        output::note(&format!("warning: {} did not read all of the announcement: {cause}", program.display()));
    }
    output::note(&format!("announced by {}", program.display()));
    Ok(())
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
