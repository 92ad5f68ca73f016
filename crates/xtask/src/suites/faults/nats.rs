//! Three NATS servers with JetStream in one cluster, of which any one may be killed.
//!
//! Enters: the program nats-server. Leaves: three running servers, their addresses, and how many messages each of them holds.

use super::process::Process;
use crate::{files, run, serve};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long the stream may take to catch up with the ledger.
const CATCH_UP: Duration = Duration::from_secs(60);

const PROGRAM: &str = "nats-server";

/// The cluster.
pub(super) struct Nats {
    pub(super) servers: Vec<Process>,
    /// Where each of them tells its state.
    monitors: [u16; 3],
}

impl Nats {
    /// Starts three servers that keep their files in `folder`; `None` where the program is not there.
    pub(super) fn start(folder: &Path) -> Result<Option<Self>> {
        if !is_there() {
            return Ok(None);
        }
        files::empty(folder)?;
        let ports = || Ok::<_, anyhow::Error>([serve::free_port()?, serve::free_port()?, serve::free_port()?]);
        let (clients, routes, monitors) = (ports()?, ports()?, ports()?);
        let routes_text = routes.map(|port| format!("nats://127.0.0.1:{port}")).join(", ");
        let mut servers = Vec::new();
        for (number, ((port, route), monitor)) in (1..).zip(clients.into_iter().zip(routes).zip(monitors)) {
            let store = folder.join(format!("n{number}"));
            let config = format!(
                "server_name: n{number}\nlisten: \"127.0.0.1:{port}\"\nhttp: \"127.0.0.1:{monitor}\"\njetstream {{ store_dir: {store:?} }}\n\
                 cluster {{ name: faults, listen: \"127.0.0.1:{route}\", routes: [{routes_text}] }}\n"
            );
            let file = folder.join(format!("n{number}.conf"));
            fs::write(&file, config).with_context(|| format!("{} cannot be written", file.display()))?;
            let mut command = Command::new(PROGRAM);
            command.arg("--config").arg(&file).stderr(Stdio::null());
            let mut server = Process::new(format!("NATS server {number}"), command, port);
            server.start()?;
            servers.push(server);
        }
        Ok(Some(Self { servers, monitors }))
    }

    /// The addresses of all three.
    pub(super) fn urls(&self) -> Vec<String> {
        self.servers.iter().map(|server| format!("nats://127.0.0.1:{}", server.port)).collect()
    }

    /// Waits until each of the three holds exactly `count` messages. The stream knows a message by its receipt's id and keeps it once,
    /// so that as many messages as receipts are every receipt once.
    pub(super) fn wait_for(&self, count: u64) -> Result<()> {
        let begun = Instant::now();
        loop {
            let held: Vec<Option<u64>> = self.monitors.iter().map(|port| get(*port, "/jsz").ok()?["messages"].as_u64()).collect();
            if held.iter().all(|held| *held == Some(count)) {
                return Ok(());
            }
            ensure!(begun.elapsed() < CATCH_UP, "the ledger has {count} receipts, and the three servers hold {held:?} messages");
            thread::sleep(Duration::from_millis(250));
        }
    }
}

/// The JSON that a server of this machine answers with.
pub(super) fn get(port: u16, path: &str) -> Result<Value> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).context("a server does not answer")?;
    stream.set_read_timeout(Some(Duration::from_secs(10))).context("a connection takes no limit")?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n").context("a server took no question")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).context("a server broke off its answer")?;
    let (_, body) = answer.split_once("\r\n\r\n").context("a server answered without a body")?;
    serde_json::from_str(body).context("a server answered with something else than JSON")
}

/// Whether the program is there.
pub(super) fn is_there() -> bool {
    run::on_path(PROGRAM).is_some()
}
