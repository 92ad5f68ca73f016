//! `countersign check`: what is wrong with a site or with policies by themselves, and what the laws ask of them; nothing is built.
//!
//! The exit code is 1 where anything found is at least as grave as `--deny` says: by default an error, of the site or under a law.

mod json;
mod sarif;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::ValueEnum;
use countersign_policy::{Diagnostic, Finding, Lexicon, PolicyText, Regime, Severity, Shown, Weight, check_law, site_stated};

pub(crate) use json::diagnostic;

use crate::output;
use crate::source::{self, Source};

/// What every report says.
pub(crate) const NO_ADVICE: &str = "This is a reading of texts by a machine and no legal advice; a lawyer decides what applies.";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A site.toml, or policies (.md, .html, plain text), one for each language of one notice.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// The laws to judge by, parted by commas; without any, those of the site's jurisdictions, else all.
    #[arg(long, value_enum, value_delimiter = ',')]
    regime: Vec<Law>,
    /// How the report is written: text on standard error, JSON or SARIF 2.1.0 on standard output.
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// What makes the exit code 1: errors only, warnings too, or anything found.
    #[arg(long, value_enum, default_value = "errors")]
    deny: Deny,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Law {
    /// Mainland China.
    Pipl,
    /// Malaysia.
    Pdpa,
    /// The European Union.
    Gdpr,
}

impl Law {
    const fn regime(self) -> Regime {
        match self {
            Self::Pipl => Regime::Pipl,
            Self::Pdpa => Regime::Pdpa,
            Self::Gdpr => Regime::Gdpr,
        }
    }
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Form {
    /// Lines for people.
    Text,
    /// JSON for programs.
    Json,
    /// SARIF 2.1.0, which code hosts show beside the text.
    Sarif,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Deny {
    Errors,
    Warnings,
    Notes,
}

impl Deny {
    const fn weight(self) -> Weight {
        match self {
            Self::Errors => Weight::Error,
            Self::Warnings => Weight::Warning,
            Self::Notes => Weight::Note,
        }
    }
}

/// Everything found, and by which laws.
pub(crate) struct Report {
    pub(crate) regimes: Vec<Regime>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) findings: Vec<Finding>,
}

impl Report {
    /// How many things of one weight were found.
    pub(crate) fn count(&self, weight: Weight) -> usize {
        let diagnostics = self.diagnostics.iter().filter(|one| weight_of(one) == weight).count();
        diagnostics + self.findings.iter().filter(|one| one.weight == weight).count()
    }

    fn is_denied(&self, deny: Weight) -> bool {
        [Weight::Error, Weight::Warning, Weight::Note].into_iter().any(|weight| weight <= deny && self.count(weight) > 0)
    }
}

/// A diagnostic of a site on the scale of the findings.
pub(crate) fn weight_of(diagnostic: &Diagnostic) -> Weight {
    match diagnostic.severity() {
        Severity::Error => Weight::Error,
        Severity::Warning => Weight::Warning,
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let report = report(arguments)?;
    match arguments.format {
        Form::Text => text(&report),
        Form::Json => output::say(&format!("{:#}", json::report(&report))),
        Form::Sarif => output::say(&format!("{:#}", sarif::log(&report))),
    }
    Ok(if report.is_denied(arguments.deny.weight()) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn report(arguments: &Arguments) -> Result<Report> {
    let chosen: Vec<Regime> = arguments.regime.iter().map(|law| law.regime()).collect();
    match arguments.paths.as_slice() {
        [path] if source::is_site(path) => of_site(path, chosen),
        paths if paths.iter().any(|path| source::is_site(path)) => bail!("a site.toml names its own policies; give it alone"),
        paths => {
            let regimes = if chosen.is_empty() { Regime::ALL.to_vec() } else { chosen };
            let findings = judge(paths, &regimes, &Shown::new())?;
            Ok(Report { regimes, diagnostics: Vec::new(), findings })
        }
    }
}

/// A site: its own diagnostics, and its policies with what its tables state. A policy that cannot be read is among the diagnostics.
fn of_site(path: &std::path::Path, chosen: Vec<Regime>) -> Result<Report> {
    let source = Source::open(path)?;
    let (bundle, diagnostics) = source.compile();
    let stated = site_stated(source.text());
    let regimes = if chosen.is_empty() { Regime::of_jurisdictions(stated.jurisdictions.iter().map(String::as_str)) } else { chosen };
    let paths: Vec<PathBuf> = stated.policies.iter().map(|policy| source.folder().join(policy)).collect();
    // A broken site need not have policies that can be read.
    let findings = match judge(&paths, &regimes, &stated.shown) {
        Err(_) if bundle.is_none() => Vec::new(),
        other => other?,
    };
    Ok(Report { regimes, diagnostics, findings })
}

fn judge(paths: &[PathBuf], regimes: &[Regime], shown: &Shown) -> Result<Vec<Finding>> {
    let lexicon = Lexicon::shipped().map_err(|cause| anyhow::anyhow!("the lexicon is broken: {cause}"))?;
    let files = paths.iter().map(|path| Ok((path.display().to_string(), source::policy(path)?))).collect::<Result<Vec<_>>>();
    let files = files.context("the policy cannot be checked")?;
    let texts: Vec<_> = files.iter().map(|(name, file)| PolicyText { name, source: &file.text, reading: &file.reading }).collect();
    Ok(check_law(&texts, regimes, shown, &lexicon))
}

fn text(report: &Report) {
    report.diagnostics.iter().for_each(|one| output::note(&format!("{one}\n")));
    report.findings.iter().for_each(|one| output::note(&format!("{one}\n")));
    let names: Vec<_> = report.regimes.iter().map(|regime| regime.name()).collect();
    let counts = [(Weight::Error, "error"), (Weight::Warning, "warning"), (Weight::Note, "note")];
    let counts: Vec<_> = counts.into_iter().map(|(weight, noun)| output::plural(report.count(weight), noun)).collect();
    output::note(&format!("{} under {}\n{NO_ADVICE}", counts.join(", "), names.join(", ")));
}
