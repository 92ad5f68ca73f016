//! `countersign init`: policy texts to a drafted `site.toml` for people to correct.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};

use crate::output;
use crate::source::draft;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The policies, one for each language; the first is the default language.
    #[arg(required = true)]
    policies: Vec<PathBuf>,
    /// The file to write; it must not exist.
    #[arg(short, long, default_value = "site.toml")]
    output: PathBuf,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let target = &arguments.output;
    ensure!(!target.exists(), "{} exists; name another file with -o, or move it away", target.display());
    let text = draft(&arguments.policies, target.parent().unwrap_or(Path::new("")))?;
    fs::write(target, text).with_context(|| format!("{} cannot be written", target.display()))?;
    output::note(&format!("wrote {}; read it, correct it, then run countersign build {0}", target.display()));
    Ok(ExitCode::SUCCESS)
}
