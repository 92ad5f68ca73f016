//! The demo: a courier's site with trackers, a receiver, and stand-ins for the tracking services.
//!
//! Enters: the demo's sources. Leaves: two servers until Ctrl-C, or with `--check` one scripted visit and its verdict.

mod marketing;

use crate::{
    files, install,
    project::Project,
    report, run,
    serve::{self, Receiver, Server},
    web,
};
use anyhow::{Context, Result, bail};
use marketing::Marketing;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

/// The ledger's file.
const LEDGER: &str = "ledger.sqlite";

/// Where the demo's pages expect the stand-ins.
const STAND_INS: &str = "http://127.0.0.1:8099";

/// Flags of `cargo xtask demo`.
#[derive(clap::Args, Debug)]
pub(crate) struct Options {
    /// Make one scripted visit in a headless browser on free ports, then stop
    #[arg(long)]
    check: bool,
    /// Port of the site and its receiver
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Port of the stand-ins for third parties
    #[arg(long, default_value_t = 8099)]
    third_party_port: u16,
}

/// Builds and serves the demo.
pub(crate) fn demo(project: &Project, options: &Options) -> Result<()> {
    if options.check {
        return check(project);
    }
    serve::require_free(options.port, "--port")?;
    serve::require_free(options.third_party_port, "--third-party-port")?;
    prepare(project)?;
    let (sender, stop) = mpsc::channel();
    ctrlc::set_handler(move || sender.send(()).unwrap_or_default()).context("Ctrl-C cannot be caught")?;
    let folder = project.built("demo");
    fs::create_dir_all(&folder).context("the demo's folder cannot be created")?;
    let marketing = Marketing::prepare(project, &folder, options.port)?;
    let mut servers = start(project, &folder, Some(&marketing), options.port, options.third_party_port)?;
    let [site, stand_ins] = &servers;
    let sign_in = marketing.sign_in(project)?;
    report::result(&format!("site:          {}/", site.origin));
    report::result(&format!("ledger:        {}/v1/ledger", site.origin));
    report::result(&format!("console:       {}/staff/ ({sign_in})", site.origin));
    report::result(&format!("unsubscribe:   {} (the link in a letter to {})", marketing.link(project, &site.origin)?, marketing::READER));
    report::result(&format!("third parties: {}/__log (what they were asked for)", stand_ins.origin));
    report::result("Press Ctrl-C to stop.");
    while stop.recv_timeout(Duration::from_millis(500)).is_err() {
        if !servers.iter_mut().all(Server::alive) {
            bail!("a server of the demo ended by itself: see its last lines above");
        }
    }
    report::progress("stopping");
    Ok(())
}

/// Builds everything the demo serves.
pub(crate) fn prepare(project: &Project) -> Result<()> {
    web::web(project)
}

/// One scripted visit on free ports with an empty ledger.
fn check(project: &Project) -> Result<()> {
    let browser = install::browser(project)?;
    prepare(project)?;
    let folder = project.built("demo-check");
    files::empty(&folder)?;
    let [site, stand_ins] = start(project, &folder, None, serve::free_port()?, serve::free_port()?)?;
    report::timed("visiting the demo", || {
        let mut visit = run::command(project, "node");
        visit.arg(project.at("tests/browser/check-visit.mjs")).args([&site.origin, &stand_ins.origin]);
        run::check(visit.env("CHROMIUM", &browser.chromium))
    })
}

/// Starts the receiver, which serves the site, and the stand-ins.
fn start(project: &Project, folder: &Path, marketing: Option<&Marketing>, port: u16, stand_in_port: u16) -> Result<[Server; 2]> {
    let stand_ins = serve::third_parties(project, stand_in_port)?;
    let site = site(project, folder, &stand_ins.origin)?;
    let config = marketing.map(|marketing| marketing.config.clone());
    let receiver = Receiver { port, database: folder.join(LEDGER), site, config };
    Ok([receiver.start(project)?, stand_ins])
}

/// The demo's pages; a copy that names the stand-ins in use, unless they are where the pages expect them.
fn site(project: &Project, folder: &Path, stand_ins: &str) -> Result<PathBuf> {
    let site = project.at("www/demo/site");
    if stand_ins == STAND_INS {
        return Ok(site);
    }
    let copy = folder.join("site");
    files::copy(&site, &copy, &[], &|bytes| files::replace(bytes, STAND_INS, stand_ins))?;
    Ok(copy)
}
