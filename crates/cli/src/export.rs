//! `countersign export`: receipts in the words of ISO/IEC TS 27560 (JSON-LD with DPV 2.3) or of the Kantara consent receipt 1.1.
//!
//! In: the same files and addresses as `verify`. Out: one JSON document; nothing is written where anything that was given fails. Exit code 1
//! then, and where no receipt could be exported.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use countersign_verify::{Profile, Verdict};

use crate::output;
use crate::sources::Sources;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files or addresses: receipts, lists of them, the receiver's answers, countersignatures, key sets.
    #[arg(required = true, value_name = "FILE|URL")]
    evidence: Vec<String>,
    /// Into which form.
    #[arg(long = "to", value_enum, default_value_t = Form::Iso27560)]
    form: Form,
    /// Where to write; by default the standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A form to export to.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// ISO/IEC TS 27560:2023 as JSON-LD with DPV 2.3.
    #[value(name = "27560")]
    Iso27560,
    /// Kantara consent receipt 1.1: granted purposes only.
    Kantara,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut sources = Sources::new();
    for name in &arguments.evidence {
        sources.add(name)?;
    }
    let report = sources.judge();
    if report.verdict() == Verdict::Fails {
        output::note(&report.to_text());
        output::note("nothing was exported, because not everything that was given holds");
        return Ok(ExitCode::FAILURE);
    }
    let export = sources.evidence().export(match arguments.form {
        Form::Iso27560 => Profile::Iso27560,
        Form::Kantara => Profile::Kantara,
    });
    for reason in &export.left_out {
        output::note(&format!("left out: {reason}"));
    }
    if export.count == 0 {
        output::note("nothing was exported");
        return Ok(ExitCode::FAILURE);
    }
    let text = format!("{:#}", export.document);
    match &arguments.output {
        Some(path) => fs::write(path, text + "\n").with_context(|| format!("{} cannot be written", path.display()))?,
        None => output::say(&text),
    }
    Ok(ExitCode::SUCCESS)
}
