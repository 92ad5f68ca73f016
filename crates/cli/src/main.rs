//! The `countersign` command: from a policy and a `site.toml` to `dist/`, verification of receipts, trial of backends.
//!
//! In: arguments and files. Out: files, text, and an exit code: 0 done, 1 the input is wrong, 2 the arguments are wrong;
//! `diff --exit-code` adds 3 and 4. One file for each sub-command; what they do is in `countersign-policy`, `countersign-views` and `countersign-core`.

mod build;
mod check;
mod conformance;
mod diff;
mod dist;
mod export;
mod init;
mod inspect;
mod links;
mod output;
mod source;
mod sources;
mod suppressions;
mod verify;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What other hosts are told of the sender.
const USER_AGENT: &str = concat!("countersign/", env!("CARGO_PKG_VERSION"));

/// Layered privacy notices, shut trackers, signed receipts.
#[derive(Parser)]
#[command(name = "countersign", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build dist/ from a site.toml, or a draft of it from a policy text.
    Build(build::Arguments),
    /// Report what is wrong with a site.toml or with policies, and what the laws ask of them; build nothing.
    Check(check::Arguments),
    /// Try a backend with receipts, good and bad, and say what is right and wrong with it.
    Conformance(conformance::Arguments),
    /// Show what changed between two versions of a policy, and whether it is material.
    Diff(diff::Arguments),
    /// Translate receipts to ISO/IEC TS 27560 or Kantara 1.1.
    Export(export::Arguments),
    /// Draft a site.toml from policy texts, one for each language.
    Init(init::Arguments),
    /// Show what Countersign finds in a policy text.
    Inspect(inspect::Arguments),
    /// Say who must not be written to: export, check and import lists.
    Suppressions(suppressions::Arguments),
    /// Mint the unsubscribe links and header fields of messages, or the keys that they are sealed with.
    Links(links::Arguments),
    /// Verify receipts, their chain, countersignatures and places in the log.
    Verify(verify::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Conformance(arguments) => conformance::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Inspect(arguments) => inspect::run(&arguments),
        Command::Suppressions(arguments) => suppressions::run(&arguments),
        Command::Links(arguments) => links::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            output::note(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
