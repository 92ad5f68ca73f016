//! Measures marketing in bulk: links for a list of addresses, and for a list of addresses whether each may be written to.
//!
//! Enters: how many addresses, and how many people the receiver knows. Leaves: a table of times and peaks of memory, for a tenth of the list
//! and for the whole, because memory must not grow with a list.
//! Deliberately absent: a verdict that fails, because other work on the machine slows every time.

use super::memory::Memory;
use crate::{files, project::Project, report, run, serve::Server};
use anyhow::{Context, Result, ensure};
use clap::Parser;
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

const SITE: &str = "layang-express";

/// What to measure.
#[derive(Parser)]
#[command(name = "cargo xtask bench marketing")]
struct Options {
    /// Addresses in the list
    #[arg(long, default_value_t = 1_000_000)]
    addresses: usize,
    /// People of whom the receiver is asked to know, each with a receipt, before it is asked
    #[arg(long, default_value_t = 1_000_000)]
    people: usize,
}

/// Runs both measurements.
pub(super) fn marketing(project: &Project, arguments: &[String]) -> Result<()> {
    let program = "cargo xtask bench marketing".to_owned();
    let options = Options::parse_from(std::iter::once(&program).chain(arguments));
    report::timed("building the command and the receiver, optimized", || {
        let mut build = run::cargo(project);
        build.args(["build", "--quiet", "--release", "--package", "countersign-cli", "--package", "countersign-receiver"]);
        run::check(build.args(["--bins", "--examples"]))
    })?;
    let folder = project.built("bench-marketing");
    files::empty(&folder)?;
    let keys = folder.join("layang.keys");
    run::check(command(project).args(["links", "--new-keys"]).arg(&keys))?;
    let lists = [options.addresses / 10, options.addresses].map(|count| Ok((count, list(&folder, count)?)));
    let lists = lists.into_iter().collect::<Result<Vec<_>>>()?;
    let mut rows = vec![["", "addresses", "seconds", "a second", "peak of the command", "of the receiver"].map(str::to_owned).to_vec()];
    for (count, list) in &lists {
        let mut links = command(project);
        links.arg("links").arg(list).arg("--keys").arg(&keys).args(["--site", SITE, "--origin", "https://receipts.layang.example"]);
        links.args(["--channel", "email", "--topic", "offers"]).arg("-o").arg(folder.join("letters.csv"));
        rows.push(row("links", *count, measured(&mut links)?, None));
    }
    let database = folder.join("people.sqlite");
    report::timed("filling the ledger", || {
        let mut fill = run::command(project, project.built("release/examples/people"));
        run::check(fill.arg(&database).arg(&keys).args([SITE, &options.people.to_string()]))
    })?;
    let (server, api_key) = receiver(project, &folder, &database, &keys)?;
    for (count, list) in &lists {
        let mut check = command(project);
        check.args(["suppressions", "check"]).arg(list).args(["--receiver", &server.origin, "--channel", "email", "--topic", "offers"]);
        check.arg("-o").arg(folder.join("answers.csv")).env("COUNTERSIGN_API_KEY", &api_key);
        let measured = measured(&mut check)?;
        rows.push(row("suppressions check", *count, measured, Some(Memory::Peak.of(server.id())?)));
    }
    report::result(&report::table(&rows));
    Ok(())
}

fn command(project: &Project) -> Command {
    run::command(project, project.built("release").join("countersign"))
}

/// A list of addresses: those that the ledger knows, in another order.
fn list(folder: &Path, count: usize) -> Result<PathBuf> {
    let path = folder.join(format!("list-{count}.csv"));
    let mut file = BufWriter::new(File::create(&path).with_context(|| format!("{} cannot be written", path.display()))?);
    writeln!(file, "address").context("the list cannot be written")?;
    for number in 0..count {
        // 7919 is a prime, so that every address comes once.
        writeln!(file, "member{}@post.example", number * 7_919 % count).context("the list cannot be written")?;
    }
    file.flush().context("the list cannot be written")?;
    Ok(path)
}

/// The receiver with the site's keys, and a key of the site's servers.
fn receiver(project: &Project, folder: &Path, database: &Path, keys: &Path) -> Result<(Server, String)> {
    let output = command(project).args(["links", "--new-api-key"]).output().context("an API key cannot be made")?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    let api_key = said.lines().next().context("no API key was printed")?.to_owned();
    let line = said.lines().find_map(|line| line.find("api_keys = ").and_then(|place| line.get(place..)));
    let line = line.context("no line for the configuration was printed")?;
    let config = folder.join("receiver.toml");
    let text = format!("[[site]]\nid = {SITE:?}\norigins = [\"https://layang.example\"]\nmarketing_keys = {keys:?}\n{line}\n");
    fs::write(&config, text).context("the receiver's configuration cannot be written")?;
    let mut serve = run::command(project, project.built("release").join("countersign-receiver"));
    serve.args(["serve", "--listen", "127.0.0.1:0", "--database"]).arg(database).arg("--config").arg(&config).env("RUST_LOG", "warn");
    Ok((Server::start("receiver", &mut serve)?, api_key))
}

/// How long a command takes, and how much memory at most, in MiB.
fn measured(command: &mut Command) -> Result<(Duration, u64)> {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().context("the command cannot be started")?;
    let mut most = 0;
    let status = loop {
        if let Some(status) = child.try_wait().context("the command was lost")? {
            break status;
        }
        // It may end in between; what was seen before counts then.
        most = Memory::Peak.of(child.id()).unwrap_or(most).max(most);
        thread::sleep(Duration::from_millis(10));
    };
    ensure!(status.success(), "the command ended with {status}");
    Ok((begun.elapsed(), most))
}

fn row(what: &str, count: usize, (time, most): (Duration, u64), receiver: Option<u64>) -> Vec<String> {
    #[expect(clippy::cast_precision_loss, reason = "a count of addresses")]
    let rate = count as f64 / time.as_secs_f64();
    let memory = |mib: u64| format!("{mib} MiB");
    let receiver = receiver.map(memory).unwrap_or_default();
    vec![what.to_owned(), count.to_string(), format!("{:.2}", time.as_secs_f64()), format!("{rate:.0}"), memory(most), receiver]
}
