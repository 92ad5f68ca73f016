//! `countersign conformance`: whether a backend does what the widget expects of it, tried by real receipts, good and bad.
//!
//! In: the address that receipts are posted to. Out: what the backend does, and findings with a severity, each with a remedy; exit code 1
//! where something found is as grave as `--deny` says. The contract is section 8 of `www/docs/formats.md`; `www/docs/backends.md` has
//! every rule. A backend that merely answers 204 is enough: that it proves nothing is a note. The receipts stay in the backend, so try one
//! that is not in use: they name the site `conformance` unless told otherwise.

mod answer;
mod client;
mod forgery;
mod proof;
mod reach;
mod receipt;
mod report;
mod trial;

use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;

use crate::output::{self, Format};
use client::{Client, Envelope};
use receipt::Maker;
use report::Severity;
use trial::Trial;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the backend takes receipts, such as http://127.0.0.1:3000/receipts.
    url: String,
    /// The origin of the site's pages; where it is another than the backend's, CORS is tried too.
    #[arg(long)]
    origin: Option<String>,
    /// The site's id in the receipts, for backends that serve known sites only.
    #[arg(long, default_value = "conformance")]
    site_id: String,
    /// The bodies to try, parted by commas; most cases are tried with the first.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "cloudevents")]
    body: Vec<Envelope>,
    /// The form's field that holds the receipt.
    #[arg(long, default_value = "receipt")]
    field: String,
    /// A header that every request bears, such as "X-Key: secret"; can be given several times.
    #[arg(long)]
    header: Vec<String>,
    /// Where the key set for countersignatures is, when not at /.well-known/jwks.json of the backend's origin.
    #[arg(long)]
    jwks: Option<String>,
    /// How the report is written.
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// What makes the exit code 1: errors only, warnings too, or anything found.
    #[arg(long, value_enum, default_value = "errors")]
    deny: Deny,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Deny {
    Errors,
    Warnings,
    Notes,
}

impl Deny {
    const fn severity(self) -> Severity {
        match self {
            Self::Errors => Severity::Error,
            Self::Warnings => Severity::Warning,
            Self::Notes => Severity::Note,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let client = Client::new(&arguments.url, arguments.origin.as_deref(), &arguments.header, &arguments.field)?;
    let maker = Maker::new(&arguments.site_id, client.site())?;
    let report = Trial::new(&client, &maker, &arguments.body, arguments.jwks.as_deref()).run();
    match arguments.format {
        Format::Text => output::say(&report.text(&arguments.url)),
        Format::Json => output::say(&format!("{:#}", report.json(&arguments.url))),
    }
    Ok(if report.is_denied(arguments.deny.severity()) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
