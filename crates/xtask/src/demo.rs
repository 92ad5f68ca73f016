//! The demo: a courier's site with trackers, a receiver, and stand-ins for the tracking services.
//!
//! Enters: the demo's sources. Leaves: two servers until Ctrl-C, or with `--check` one scripted visit and its verdict.

use crate::{
    install,
    project::Project,
    report, run,
    serve::{self, Receiver, Server},
    web,
};
use anyhow::{Context, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

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
    let mut servers = start(project, &folder, options.port, options.third_party_port)?;
    let [site, stand_ins] = &servers;
    report::result(&format!("site:          {}/", site.origin));
    report::result(&format!("ledger:        {}/v1/ledger", site.origin));
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
    web::web(project)?;
    serve::build_receiver(project)
}

/// One scripted visit on free ports with an empty ledger.
fn check(project: &Project) -> Result<()> {
    let browser = install::browser(project)?;
    prepare(project)?;
    let folder = project.built("demo-check");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("the folder of the last check cannot be emptied")?;
    }
    fs::create_dir_all(&folder).context("the folder for the check cannot be created")?;
    let [site, stand_ins] = start(project, &folder, serve::free_port()?, serve::free_port()?)?;
    report::timed("visiting the demo", || {
        let mut visit = run::command(project, "node");
        visit.arg(project.at("tests/browser/check-visit.mjs")).args([&site.origin, &stand_ins.origin]);
        run::check(visit.env("CHROMIUM", &browser.chromium))
    })
}

/// Starts the receiver, which serves the site, and the stand-ins.
fn start(project: &Project, folder: &Path, port: u16, stand_in_port: u16) -> Result<[Server; 2]> {
    let stand_ins = serve::third_parties(project, stand_in_port)?;
    let site = site(project, folder, &stand_ins.origin)?;
    let receiver = Receiver { port, database: folder.join("ledger.sqlite"), site };
    Ok([receiver.start(project)?, stand_ins])
}

/// The demo's pages; a copy that names the stand-ins in use, unless they are where the pages expect them.
fn site(project: &Project, folder: &Path, stand_ins: &str) -> Result<PathBuf> {
    let site = project.at("www/demo/site");
    if stand_ins == STAND_INS {
        return Ok(site);
    }
    let copy = folder.join("site");
    copy_replacing(&site, &copy, STAND_INS, stand_ins)?;
    Ok(copy)
}

/// Copies a folder; in text files one string is replaced by another.
fn copy_replacing(from: &Path, to: &Path, old: &str, new: &str) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} cannot be created", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{} cannot be read", from.display()))? {
        let path = entry.with_context(|| format!("{} cannot be read", from.display()))?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_replacing(&path, &target, old, new)?;
            continue;
        }
        let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let bytes = String::from_utf8(bytes).map_or_else(|other| other.into_bytes(), |text| text.replace(old, new).into_bytes());
        fs::write(&target, bytes).with_context(|| format!("{} cannot be written", target.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::copy_replacing;
    use std::fs;

    #[test]
    fn a_copied_site_names_the_other_origin_and_keeps_pictures() {
        let folder = std::env::temp_dir().join(format!("countersign-copy-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        fs::create_dir_all(from.join("deep")).unwrap();
        fs::write(from.join("index.html"), "<img src=http://old/p.gif><img src=http://old/q.gif>").unwrap();
        fs::write(from.join("deep/picture.png"), [0xff, 0x00, 0xfe]).unwrap();
        copy_replacing(&from, &to, "http://old", "http://new:1").unwrap();
        let page = fs::read_to_string(to.join("index.html")).unwrap();
        assert_eq!(page, "<img src=http://new:1/p.gif><img src=http://new:1/q.gif>");
        assert_eq!(fs::read(to.join("deep/picture.png")).unwrap(), [0xff, 0x00, 0xfe]);
        fs::remove_dir_all(&folder).unwrap();
    }
}
