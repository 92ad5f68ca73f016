//! `countersign suppressions`: who must not be written to, between a receiver and the files of a site.
//!
//! In: an API key of the site, CSV of any length. Out: CSV or NDJSON. Everything streams: a list of a million needs the memory of a few
//! thousand rows. Deliberately absent: any list that is kept here, and any rule; what holds is the receiver's answer.

mod api;
mod check;
mod export;
mod import;
mod list;

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Subcommand)]
enum Act {
    /// Write who must not be written to, or every change, from a place on.
    Export(export::Arguments),
    /// Say of each address of a CSV file whether it may be written to.
    Check(check::Arguments),
    /// Take over a CSV file of another system; what it allows never lifts what somebody has stopped.
    Import(import::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.act {
        Act::Export(arguments) => export::run(arguments),
        Act::Check(arguments) => check::run(arguments),
        Act::Import(arguments) => import::run(arguments),
    }
}
