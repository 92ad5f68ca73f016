//! Measures the receiver: beside the consent backend of c15t on the same machine, its memory over a million receipts, and what
//! a place in a growing log costs.
//!
//! Enters: `tests/bench/backend`, and options. Leaves: tables on standard output.
//! Both sides write to SQLite with every commit on the disk before it is answered, and both share the processors with the load.

use super::memory::Memory;
use crate::{
    files, install,
    load::{self, Summary},
    project::Project,
    report, run,
    serve::{self, Server},
};
use anyhow::{Context, Result, ensure};
use clap::Parser;
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// What to measure.
#[derive(Parser)]
#[command(name = "cargo xtask bench receiver")]
struct Options {
    /// How long each measurement of the comparison lasts
    #[arg(long, default_value_t = 15)]
    seconds: u32,
    /// How often the two take turns; medians are told
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Connections of the load
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Instead, send a million receipts and tell the receiver's memory at each tenth
    #[arg(long)]
    memory: bool,
    /// Instead, tell what an append and a proof cost in logs of a thousand entries up to this many
    #[arg(long, value_name = "ENTRIES")]
    growth: Option<u64>,
}

/// Somebody who takes records of choices over HTTP.
struct Contestant {
    name: &'static str,
    path: &'static str,
    content_type: &'static str,
    bodies: PathBuf,
    start: fn(&Project, &Path) -> Result<Server>,
}

/// Bodies for one measurement; more than either side takes in that time.
const BODIES_A_SECOND: usize = 20_000;

/// Measures what the arguments ask for.
pub(super) fn receiver(project: &Project, arguments: &[String]) -> Result<()> {
    let program = "cargo xtask bench receiver".to_owned();
    let options = Options::parse_from(std::iter::once(&program).chain(arguments));
    report::timed("building the receiver and the load, optimized", || {
        run::check(run::cargo(project).args(["build", "--quiet", "--release", "--package", "countersign-receiver", "--package", "xtask"]))
    })?;
    if let Some(entries) = options.growth {
        let mut growth = run::cargo(project);
        growth.args(["run", "--quiet", "--release", "--package", "countersign-receiver", "--example", "growth", "--"]);
        return run::check(growth.arg(project.built("bench-growth.sqlite")).arg(entries.to_string()));
    }
    let folder = project.built("bench-receiver");
    files::empty(&folder)?;
    if options.memory { memory(project, &folder, &options) } else { compare(project, &folder, &options) }
}

/// Throughput of both in turns, then the time of answers at half of it.
fn compare(project: &Project, folder: &Path, options: &Options) -> Result<()> {
    let peer = project.built("bench-backend");
    files::copy(&project.at("tests/bench/backend"), &peer, &["node_modules"], &|bytes| bytes)?;
    install::npm_in(project, &peer)?;
    let count = BODIES_A_SECOND * usize::try_from(options.seconds)?;
    let contestants = [ours(folder, count)?, theirs(folder, count)?];
    let mut peaks: [Vec<Summary>; 2] = Default::default();
    for round in 1..=options.rounds {
        for (contestant, peaks) in contestants.iter().zip(&mut peaks) {
            let summary = measure(project, folder, contestant, options, 0)?;
            report::progress(&format!("round {round}: {} took {:.0} a second", contestant.name, summary.per_second()));
            peaks.push(summary);
        }
    }
    let mut rows = vec![["", "writes/s", "rounds", "p50 at half", "p99 at half", "slowest"].map(str::to_owned).to_vec()];
    let mut medians = Vec::new();
    for (contestant, peaks) in contestants.iter().zip(&mut peaks) {
        peaks.sort_by(|a, b| a.per_second().total_cmp(&b.per_second()));
        let median = peaks.get(peaks.len() / 2).context("a comparison needs at least one round")?.per_second();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate far below 2^32")]
        let half = ((median / 2.0) as u32).max(1);
        let calm = measure(project, folder, contestant, options, half)?;
        let rounds: Vec<String> = peaks.iter().map(|peak| format!("{:.0}", peak.per_second())).collect();
        let time = |ms: f64| format!("{ms:.1} ms");
        rows.push(vec![
            contestant.name.to_owned(),
            format!("{median:.0}"),
            rounds.join(" "),
            time(calm.p50_ms),
            time(calm.p99_ms),
            time(calm.max_ms),
        ]);
        medians.push(median);
    }
    report::result(&report::table(&rows));
    if let [ours, theirs] = medians[..] {
        report::result(&format!("ours takes {:.1} times as many", ours / theirs));
    }
    Ok(())
}

/// The receiver with receipts.
fn ours(folder: &Path, count: usize) -> Result<Contestant> {
    let bodies = folder.join("receipts.txt");
    load::sign(&load::Sign { out: bodies.clone(), count, chains: 4_000, site: "layang-express".to_owned() })?;
    let start = |project: &Project, database: &Path| {
        let mut command = run::command(project, project.built("release").join("countersign-receiver"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--create", "--database"]).arg(database).env("RUST_LOG", "warn");
        Server::start("receiver", &mut command)
    };
    Ok(Contestant { name: "countersign-receiver", path: "/v1/receipts", content_type: "application/jose", bodies, start })
}

/// The peer with its own record of the same choice: one subject each, as each of our receipts has its own id.
fn theirs(folder: &Path, count: usize) -> Result<Contestant> {
    let bodies = folder.join("subjects.txt");
    let mut file = BufWriter::new(File::create(&bodies).with_context(|| format!("{} cannot be written", bodies.display()))?);
    for number in 0..count {
        writeln!(
            file,
            r#"{{"type":"cookie_banner","subjectId":"sub_{}","domain":"layang.example","preferences":{{"necessary":true,"measurement":true,"marketing":false}},"givenAt":1766000000000,"metadata":{{}}}}"#,
            letters(number)
        )
        .context("the bodies of the peer cannot be written")?;
    }
    file.flush().context("the bodies of the peer cannot be written")?;
    let start = |project: &Project, database: &Path| {
        let port = serve::free_port()?.to_string();
        let mut node = run::command(project, "node");
        node.env("NODE_ENV", "production").arg(project.built("bench-backend/server.mjs")).arg(port).arg(database);
        Server::start("peer", &mut node)
    };
    Ok(Contestant { name: "@c15t/backend", path: "/api/c15t/subjects", content_type: "application/json", bodies, start })
}

/// A number in 21 letters: the length of the peer's ids, and letters that its alphabet has.
fn letters(mut number: usize) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUV";
    let mut text = String::new();
    for _ in 0..21 {
        text.push(char::from(ALPHABET[number % ALPHABET.len()]));
        number /= ALPHABET.len();
    }
    text
}

/// One measurement against a server and a database that were not there before; `rate` 0 asks for all it takes.
fn measure(project: &Project, folder: &Path, contestant: &Contestant, options: &Options, rate: u32) -> Result<Summary> {
    let place = folder.join("database");
    files::empty(&place)?;
    let server = (contestant.start)(project, &place.join("bench.sqlite"))?;
    let seconds = Some(options.seconds);
    let summary =
        send(project, &server, contestant, &[("--rate", rate.to_string()), ("--connections", options.connections.to_string())], seconds)?;
    drop(server);
    Ok(summary)
}

/// Runs the optimized load against a server.
fn send(project: &Project, server: &Server, contestant: &Contestant, flags: &[(&str, String)], seconds: Option<u32>) -> Result<Summary> {
    let mut command = run::command(project, project.built("release").join("xtask"));
    let address = server.origin.trim_start_matches("http://");
    command.args(["load", "send", "--to", address, "--path", contestant.path, "--content-type", contestant.content_type]);
    command.arg("--bodies").arg(&contestant.bodies);
    for (flag, value) in flags {
        command.args([flag, value.as_str()]);
    }
    if let Some(seconds) = seconds {
        command.args(["--seconds", &seconds.to_string()]);
    }
    let summary = Summary::parse(&run::capture(&mut command)?)?;
    ensure!(summary.refused == 0, "{} refused {} bodies, the first with {}", contestant.name, summary.refused, summary.refusal);
    Ok(summary)
}

/// A million receipts, in tenths; the receiver's memory after each.
fn memory(project: &Project, folder: &Path, options: &Options) -> Result<()> {
    const TENTH: usize = 100_000;
    let mut contestant = ours(folder, TENTH)?;
    let server = (contestant.start)(project, &folder.join("bench.sqlite"))?;
    let resident = || Ok::<_, anyhow::Error>(format!("{} MiB", Memory::Resident.of(server.id())?));
    let mut rows = vec![["receipts", "resident", "appends/s", "p99"].map(str::to_owned).to_vec()];
    rows.push(vec!["0".to_owned(), resident()?, String::new(), String::new()]);
    for tenth in 1..=10 {
        if tenth > 1 {
            contestant.bodies = ours(folder, TENTH)?.bodies;
        }
        let summary =
            send(project, &server, &contestant, &[("--rate", "0".to_owned()), ("--connections", options.connections.to_string())], None)?;
        thread::sleep(Duration::from_secs(1));
        rows.push(vec![
            (tenth * TENTH).to_string(),
            resident()?,
            format!("{:.0}", summary.per_second()),
            format!("{:.1} ms", summary.p99_ms),
        ]);
        report::progress(&format!("{} receipts", tenth * TENTH));
    }
    report::result(&report::table(&rows));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn ids_differ_and_have_one_length() {
        let ids: std::collections::BTreeSet<_> = (0..10_000).map(letters).collect();
        assert_eq!(ids.len(), 10_000);
        assert!(ids.iter().all(|id| id.len() == 21));
    }
}
