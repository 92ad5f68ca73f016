//! `countersign verify`: whether receipts are genuine, who countersigned them, and where they stand in a log that only grew.
//!
//! In: files and addresses, told apart by what they hold. Out: a report as lines or JSON; exit code 0 where everything that was given holds,
//! 1 where something fails or nothing was proven. What holds is decided in `countersign-verify`.

use std::process::ExitCode;

use anyhow::Result;
use countersign_verify::{Report, Verdict, Want};

use crate::output::{self, Format};
use crate::sources::Sources;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files or addresses: receipts, lists of them, the receiver's answers, countersignatures, .tlog-proof files, checkpoints, keys.
    #[arg(required = true, value_name = "FILE|URL")]
    evidence: Vec<String>,
    /// The site's public keys: a JWK set. By default those at the address that was given.
    #[arg(long, value_name = "FILE|URL")]
    jwks: Vec<String>,
    /// The countersignature: one compact JWS, or the receiver's answer that holds it.
    #[arg(long, value_name = "FILE|URL")]
    countersignature: Vec<String>,
    /// The key of the log, or of a witness that has to have seen it: a file, an address, or name+id+base64.
    #[arg(long, value_name = "FILE|URL|KEY")]
    log_key: Vec<String>,
    /// A checkpoint that you kept from before: the log has to have only grown since.
    #[arg(long, value_name = "FILE|URL")]
    checkpoint: Vec<String>,
    /// Fail also where something was not shown because it was not given.
    #[arg(long)]
    strict: bool,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut sources = Sources::new();
    for name in [&arguments.evidence, &arguments.jwks, &arguments.countersignature, &arguments.checkpoint].into_iter().flatten() {
        sources.add(name)?;
    }
    for name in &arguments.log_key {
        sources.add_key(name)?;
    }
    let report = sources.judge();
    match arguments.format {
        Format::Json => output::say(&format!("{:#}", report.to_json())),
        Format::Text => {
            output::say(&report.to_text());
            hints(&report);
        }
    }
    let verdict = if arguments.strict { report.strict_verdict() } else { report.verdict() };
    Ok(if verdict == Verdict::Holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What would show more, as arguments to add.
fn hints(report: &Report) {
    for want in &report.wants {
        let hint = match want {
            Want::KeySet(issuer) => format!("--jwks {}", want.address(issuer)),
            Want::LogKey(origin) => format!("--log-key {}", want.address(&host(origin))),
            Want::Consistency { origin, .. } => want.address(&host(origin)),
        };
        output::note(&format!("to show more, add {hint} if you trust that address"));
    }
}

/// Where the log of an origin is served.
fn host(origin: &str) -> String {
    format!("https://{}", origin.split('/').next().unwrap_or(origin))
}
