//! The binary: reads the command line, sets up the log, runs one command.
//! Standard output holds one line, `listening on http://ADDR`; standard error holds the log as JSON lines,
//! and one plain line when the command fails.

use anyhow::Context;
use clap::Parser;
use countersign_receiver::{
    Cli, Command, Erasure, Ledger, Origin, Restore, Settings, StaffAct, StaffLink, StaffRole, add_staff, backup, check, erase_receipt,
    expire_receipts, link_staff, list_staff, remove_staff, reset_staff, restore, serve, set_role, unlink_staff,
};
use jiff::Timestamp;
use std::io::stderr;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// The address of a ledger that nobody serves: it countersigns nothing.
const NOWHERE: SocketAddr = SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::UNSPECIFIED, 0));

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    // RUST_LOG chooses what is logged; by default everything from "info" up.
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(stderr).init();
    match run(cli.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::InitLedger(place) => {
            Ledger::init(&place.database, Timestamp::now).await?;
            say(&format!("created {}", place.database));
        }
        Command::RotateKey(place) => {
            Ledger::rotate_key(&place.database, Timestamp::now).await?;
            say("made new signing keys; restart every receiver of this ledger");
        }
        Command::Erase(wish) => match erase_receipt(&wish.place.database, &wish.rid, Timestamp::now).await? {
            Erasure::Done => say("erased; the place and the leaf remain"),
            Erasure::Before => say("was erased before"),
            Erasure::Unknown => anyhow::bail!("no receipt here has the id {}", wish.rid),
        },
        Command::Expire(wish) => {
            let count = expire_receipts(&wish.place.database, &wish.site, wish.before, Timestamp::now).await?;
            say(&format!("erased {count} receipts"));
        }
        Command::Backup(wish) => {
            backup(&wish.place.database, &wish.file).await?;
            say(&format!("wrote {}; it holds private keys", wish.file.display()));
        }
        Command::Restore(wish) => say(&restored(&wish).await?),
        Command::Staff(command) => say(&staff(&command.act).await?),
        Command::Check(options) => {
            let ledger = Ledger::open(&options.place.database, &Origin::of_address(NOWHERE), Timestamp::now).await?;
            let report = check(&ledger, options.acknowledged.as_deref()).await?;
            say(&report.to_string());
            anyhow::ensure!(report.holds(), "{} does not hold what it promised", options.place.database);
        }
        Command::Serve(options) => {
            serve(*options, Timestamp::now, |address| say(&format!("listening on http://{address}"))).await?;
        }
    }
    Ok(())
}

async fn restored(wish: &Restore) -> anyhow::Result<String> {
    let read = |path: &std::path::PathBuf| std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()));
    let checkpoints = wish.checkpoint.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let audit = restore(&wish.place.database, &wish.file, &checkpoints).await?;
    Ok(format!("restored {}: {} entries in {} logs, all whole", wish.place.database, audit.entries, audit.logs))
}

async fn staff(act: &StaffAct) -> anyhow::Result<String> {
    let told = |password: String| format!("{password}\nis the password for one sign-in at /staff/; tell it to nobody else");
    match act {
        StaffAct::Add(StaffRole { wish, role }) => add_staff(&wish.place.database, &wish.name, *role, Timestamp::now).await.map(told),
        StaffAct::Role(StaffRole { wish, role }) => {
            set_role(&wish.place.database, &wish.name, *role, Timestamp::now).await?;
            Ok(format!("{} is {role} from now on", wish.name))
        }
        StaffAct::List(place) => {
            let members = list_staff(&place.database).await?;
            let lines: Vec<String> = members.iter().map(|(name, role)| format!("{name}\t{role}")).collect();
            Ok(if lines.is_empty() {
                "nobody; add somebody with `staff add --name NAME --role admin`".to_owned()
            } else {
                lines.join("\n")
            })
        }
        StaffAct::Reset(wish) => reset_staff(&wish.place.database, &wish.name, Timestamp::now).await.map(told),
        StaffAct::Remove(wish) => {
            remove_staff(&wish.place.database, &wish.name, Timestamp::now).await?;
            Ok(format!("removed {}", wish.name))
        }
        StaffAct::Link(link) => linked(link).await,
        StaffAct::Unlink(wish) => {
            unlink_staff(&wish.place.database, &wish.name, Timestamp::now).await?;
            Ok(format!("unlinked {}", wish.name))
        }
    }
}

async fn linked(link: &StaffLink) -> anyhow::Result<String> {
    let oidc = Settings::read(&link.config)?.oidc;
    let oidc = oidc.with_context(|| format!("{} names no provider; add [oidc] to it", link.config.display()))?;
    let whom = link.subject.as_ref().or(link.email.as_ref()).context("name the person by --subject or --email")?;
    link_staff(&link.wish.place.database, &link.wish.name, &oidc.issuer, whom, Timestamp::now).await?;
    Ok(format!("{} is who {} calls {whom}", link.wish.name, oidc.issuer.as_str()))
}

#[expect(clippy::print_stdout, reason = "the one place that writes to standard output")]
fn say(line: &str) {
    println!("{line}");
}

#[expect(clippy::print_stderr, reason = "the one place that writes to standard error beside the log")]
fn complain(line: &str) {
    eprintln!("{line}");
}
