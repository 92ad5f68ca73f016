//! Servers that run beside a command and stop with it.
//!
//! Enters: a command that prints `listening on http://ADDR` once it answers. Leaves: a running server, stopped on drop.
//! Deliberately absent: restarting; a server that ends is an error of the command.

use crate::{project::Project, report, run};
use anyhow::{Context, Result, bail};
use std::{
    env,
    hash::{BuildHasher, RandomState},
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        LazyLock,
        atomic::{AtomicU16, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

/// The first port that servers get and the one behind their last. The system gives none of them to a connection that goes out: those begin at
/// 32768 on Linux and at 49152 elsewhere, and a port from there could be in use again before the server has started.
const LISTENING: [u16; 2] = [20_000, 32_768];
/// What a server prints before its address.
const READY: &str = "listening on ";
/// How long a server may take to answer.
const START: Duration = Duration::from_secs(60);
/// How long a server may take to end after it was asked to.
const STOP: Duration = Duration::from_secs(5);

/// A running server; dropping it stops it.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    /// Where it answers, such as `http://127.0.0.1:8080`.
    pub(crate) origin: String,
}

impl Server {
    /// Starts a server and waits until it says that it listens; its other lines go on to the user.
    pub(crate) fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("the {name} cannot be started"))?;
        let pipe = child.stdout.take().with_context(|| format!("the {name} has no output"))?;
        let mut server = Self { child, origin: String::new() };
        let (ready, listening) = mpsc::channel();
        thread::spawn(move || {
            for line in BufReader::new(pipe).lines().map_while(Result::ok) {
                match address(&line) {
                    Some(origin) => drop(ready.send(origin)),
                    None => report::progress(&format!("{name}: {line}")),
                }
            }
        });
        match listening.recv_timeout(START) {
            Ok(origin) => server.origin = origin,
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                let status = server.child.wait().with_context(|| format!("the {name} was lost"))?;
                bail!("the {name} ended with {status} before it listened");
            }
            Err(mpsc::RecvTimeoutError::Timeout) => bail!("the {name} did not listen within {} seconds", START.as_secs()),
        }
        Ok(server)
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether the server still runs.
    pub(crate) fn alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    /// Asks first, so that a ledger is closed properly, and insists after a while.
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).stderr(Stdio::null()).status();
        let asked = Instant::now();
        while asked.elapsed() < STOP {
            if !self.alive() {
                return;
            }
            thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The origin in a line such as `listening on http://127.0.0.1:8080`.
fn address(line: &str) -> Option<String> {
    let (_, rest) = line.split_once(READY)?;
    let origin = rest.split_whitespace().next()?.trim_end_matches('/');
    origin.starts_with("http://").then(|| origin.to_owned())
}

/// A port that is free at this moment, another with each call.
pub(crate) fn free_port() -> Result<u16> {
    // Begins anywhere, so that two programs beside each other do not meet.
    static PLACE: LazyLock<AtomicU16> = LazyLock::new(|| {
        let [low, high, ..] = RandomState::new().hash_one(()).to_le_bytes();
        AtomicU16::new(u16::from_le_bytes([low, high]))
    });
    let [first, end] = LISTENING;
    (first..end)
        .map(|_| first + PLACE.fetch_add(1, Ordering::Relaxed) % (end - first))
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .with_context(|| format!("no port from {first} to {} is free", end - 1))
}

/// An error that says what to do, unless a port is free.
pub(crate) fn require_free(port: u16, flag: &str) -> Result<()> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) => bail!("port {port} cannot be used ({error}): stop what runs there, or choose another port with {flag}"),
    }
}

/// How the demo's receiver is started.
#[derive(Clone, Debug)]
pub(crate) struct Receiver {
    /// The port on this machine.
    pub(crate) port: u16,
    /// The ledger's file.
    pub(crate) database: PathBuf,
    /// The pages it serves.
    pub(crate) site: PathBuf,
    /// Its configuration, if it has one.
    pub(crate) config: Option<PathBuf>,
}

impl Receiver {
    /// Starts it with the demo's `dist/` and a public ledger.
    pub(crate) fn start(&self, project: &Project) -> Result<Server> {
        let address = format!("127.0.0.1:{}", self.port);
        let mut command = run::command(project, project.program("countersign-receiver"));
        command.args(["serve", "--listen", &address, "--create", "--public-ledger", "--origin", &format!("http://{address}")]);
        command.arg("--database").arg(&self.database).arg("--site").arg(&self.site);
        command.arg("--dist").arg(project.at("www/demo/dist"));
        if let Some(config) = &self.config {
            command.arg("--config").arg(config);
        }
        // A line for each request would bury what the demo says; RUST_LOG brings them back.
        if env::var_os("RUST_LOG").is_none() {
            command.env("RUST_LOG", "warn");
        }
        Server::start("receiver", &mut command)
    }
}

/// Starts the servers that stand in for tracking services.
pub(crate) fn third_parties(project: &Project, port: u16) -> Result<Server> {
    let script: &Path = &project.at("www/demo/third-parties.mjs");
    let mut command = run::command(project, "node");
    Server::start("third-party stand-in", command.arg(script).args(["--port", &port.to_string()]))
}

#[cfg(test)]
mod tests {
    use super::{LISTENING, Server, address, free_port};
    use std::{collections::BTreeSet, process::Command};

    #[test]
    fn each_port_is_given_once_and_never_to_a_connection_that_goes_out() {
        let ports: BTreeSet<u16> = (0..100).map(|_| free_port().unwrap()).collect();
        assert_eq!(ports.len(), 100);
        assert!(ports.iter().all(|port| (LISTENING[0]..LISTENING[1]).contains(port)), "{ports:?}");
    }

    #[test]
    fn an_address_is_found_in_any_line_that_has_one() {
        for (line, expected) in [
            ("listening on http://127.0.0.1:8080", Some("http://127.0.0.1:8080")),
            ("2026-01-01 INFO listening on http://127.0.0.1:9/ (2 threads)", Some("http://127.0.0.1:9")),
            ("listening on port 80", None),
            ("starting", None),
        ] {
            assert_eq!(address(line).as_deref(), expected);
        }
    }

    #[test]
    fn a_server_is_ready_when_it_says_so_and_ends_when_dropped() {
        let ended = std::env::temp_dir().join(format!("countersign-serve-{}", std::process::id()));
        let script = format!(
            "sleep 60 >/dev/null & trap 'echo asked >{}; kill $!; exit' TERM; echo starting; echo listening on http://127.0.0.1:1; wait",
            ended.display()
        );
        let mut server = Server::start("test", Command::new("sh").args(["-c", &script])).unwrap();
        assert_eq!(server.origin, "http://127.0.0.1:1");
        assert!(server.alive());
        drop(server);
        assert_eq!(std::fs::read_to_string(&ended).unwrap(), "asked\n", "it did not end when asked");
        std::fs::remove_file(ended).unwrap();
    }

    #[test]
    fn a_server_that_ends_early_is_an_error() {
        let error = Server::start("test", Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(error.to_string().contains("before it listened"), "{error}");
    }
}
