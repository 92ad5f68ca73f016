//! `cargo xtask`: builds, tests, measures and serves Countersign.
//!
//! Enters: a task and its flags. Leaves: its result on standard output, progress on standard error, exit code 0 or 1.
//! This is the only place that runs tools and installs what is missing; product code is deliberately absent.

mod bench;
mod demo;
mod files;
mod install;
mod load;
mod package;
mod project;
mod report;
mod run;
mod serve;
mod size;
mod suites;
mod tidy;
mod web;

use anyhow::Result;
use clap::{Parser, Subcommand};
use project::Project;
use std::process::ExitCode;

/// Tasks of the Countersign project.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

/// What to do.
#[derive(Subcommand)]
enum Task {
    /// Build the widget, the loader and the demo's files into target/web and www/demo/dist
    Web,
    /// Serve the demo site with a receiver and stand-ins for third parties
    Demo(demo::Options),
    /// Run test suites: all, or the named ones
    Test {
        /// Names of suites
        #[arg(value_parser = clap::builder::PossibleValuesParser::new(suites::names()))]
        suites: Vec<String>,
    },
    /// Measure against other widgets; arguments go to the bench (such as --runs 5 --only orejime). `--quick` compares with the last
    /// release, `field` races under the conditions of the field, `picture` and `release` write down a race that was run, and `callgrind`,
    /// `fallback`, `interactions`, `lighthouse`, `marketing` and `receiver` are benches of their own
    Bench {
        /// Arguments for the bench's run.mjs
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Sign receipts ahead of time, or send them to a receiver at a set rate
    #[command(subcommand)]
    Load(load::Command),
    /// Make the npm package, target/package/countersign-VERSION.tgz
    Package,
    /// Compare the bytes on the wire with their budgets
    Size {
        /// Instead, write into www/docs/size.md what each crate weighs in the wasm
        #[arg(long)]
        crates: bool,
    },
    /// Check the rules of the house: headers, lengths, edges, paths
    Tidy,
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            report::progress(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Runs a task; `false` where it ran and found faults.
fn run(task: Task) -> Result<bool> {
    let project = Project::find()?;
    match task {
        Task::Web => web::web(&project).map(|()| true),
        Task::Demo(options) => demo::demo(&project, &options).map(|()| true),
        Task::Test { suites } => suites::test(&project, &suites),
        Task::Bench { arguments } => bench::bench(&project, &arguments).map(|()| true),
        Task::Load(command) => load::load(&command),
        Task::Package => package::package(&project).map(|file| {
            report::result(&file.display().to_string());
            true
        }),
        Task::Size { crates: true } => size::crates(&project).map(|()| true),
        Task::Size { crates: false } => size::size(&project),
        Task::Tidy => tidy::tidy(&project),
    }
}
