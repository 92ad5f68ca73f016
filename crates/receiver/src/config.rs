//! The command line of `countersign-receiver`, as typed values.
//! Every value is parsed here; nothing further in checks it again.

use crate::fence::FenceKind;
use crate::site::SiteId;
use crate::staff::{Role, StaffName, Whom};
use crate::store::Database;
use crate::values::Uuid;
use clap::{Args, Parser, Subcommand};
use jiff::Timestamp;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// Takes receipts of privacy choices, verifies, keeps and countersigns them.
#[derive(Debug, Parser)]
#[command(name = "countersign-receiver", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create a ledger: its tables and first signing keys.
    InitLedger(Place),
    /// Make new signing keys and retire those before them; restart every receiver of the ledger afterwards.
    RotateKey(Place),
    /// Erase one receipt: the JWS with its salt, its chain and its countersignature; its place and leaf stay.
    Erase(Erase),
    /// Erase every receipt of a site that came before an instant.
    Expire(Expire),
    /// Write a copy of the ledger, private keys too, to a new file; a receiver may serve meanwhile.
    Backup(Backup),
    /// Make a ledger out of a backup and check that it is whole.
    Restore(Restore),
    /// Add, reset, list or remove the people who work at /staff/, and give them roles.
    Staff(StaffCommand),
    /// Read the whole ledger again and hold it against itself and against what senders were told; exit code 1 where anything is wrong.
    Check(Check),
    /// Serve receipts and files over HTTP until SIGTERM or SIGINT.
    Serve(Box<Serve>),
}

/// Where the ledger is.
#[derive(Args, Debug)]
pub struct Place {
    /// A SQLite file, or the URL of a PostgreSQL database.
    #[arg(long, value_name = "PATH|URL")]
    pub database: Database,
}

/// Which receipt to erase.
#[derive(Args, Debug)]
pub struct Erase {
    /// Where the ledger is.
    #[command(flatten)]
    pub place: Place,
    /// The receipt's id, a UUID in lower case.
    #[arg(long, value_name = "UUID", value_parser = parse_uuid)]
    pub rid: Uuid,
}

/// Which receipts to erase.
#[derive(Args, Debug)]
pub struct Expire {
    /// Where the ledger is.
    #[command(flatten)]
    pub place: Place,
    /// Whose receipts.
    #[arg(long, value_name = "ID")]
    pub site: SiteId,
    /// Those that came before this instant, such as 2024-01-01T00:00:00Z.
    #[arg(long, value_name = "INSTANT")]
    pub before: Timestamp,
}

/// What to do about staff.
#[derive(Args, Debug)]
pub struct StaffCommand {
    /// What to do.
    #[command(subcommand)]
    pub act: StaffAct,
}

/// What to do about staff.
#[derive(Debug, Subcommand)]
pub enum StaffAct {
    /// Add somebody; prints a password for one sign-in, which asks for another. The first admin begins here.
    Add(StaffRole),
    /// Give somebody another role, from their next request on.
    Role(StaffRole),
    /// List names and roles.
    List(Place),
    /// Give somebody another such password; their sessions end.
    Reset(StaffWish),
    /// Remove somebody; what they did stays in the record.
    Remove(StaffWish),
    /// Let a person of the OpenID provider sign in as somebody here.
    Link(StaffLink),
    /// Take that away; their sessions by it end.
    Unlink(StaffWish),
}

/// Who.
#[derive(Args, Debug)]
pub struct StaffWish {
    /// Where the ledger is.
    #[command(flatten)]
    pub place: Place,
    /// Their name.
    #[arg(long, value_name = "NAME")]
    pub name: StaffName,
}

/// Who, and which person of the provider they are.
#[derive(Args, Debug)]
pub struct StaffLink {
    /// Who.
    #[command(flatten)]
    pub wish: StaffWish,
    /// The configuration that names the provider in [oidc].
    #[arg(long, value_name = "PATH")]
    pub config: PathBuf,
    /// What the provider calls them, `sub`.
    #[arg(long, value_name = "SUB", value_parser = Whom::subject, required_unless_present = "email", conflicts_with = "email")]
    pub subject: Option<Whom>,
    /// Their address, which the provider has verified; at the first sign-on `sub` is kept in its place.
    #[arg(long, value_name = "ADDRESS", value_parser = Whom::email)]
    pub email: Option<Whom>,
}

/// Who, and as what.
#[derive(Args, Debug)]
pub struct StaffRole {
    /// Who.
    #[command(flatten)]
    pub wish: StaffWish,
    /// What they may see and do: viewer, marketer, compliance or admin.
    #[arg(long, value_name = "ROLE")]
    pub role: Role,
}

/// Where to copy a ledger to.
#[derive(Args, Debug)]
pub struct Backup {
    /// Where the ledger is.
    #[command(flatten)]
    pub place: Place,
    /// The new file: a SQLite file, or for PostgreSQL an archive of pg_dump.
    #[arg(long, value_name = "PATH")]
    pub file: PathBuf,
}

/// What to make a ledger out of.
#[derive(Args, Debug)]
pub struct Restore {
    /// Where the ledger will be; nothing may be there yet.
    #[command(flatten)]
    pub place: Place,
    /// The backup.
    #[arg(long, value_name = "PATH")]
    pub file: PathBuf,
    /// Files with checkpoints that others hold, at least the newest known of each log: a backup that is older would fork the log.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    pub checkpoint: Vec<PathBuf>,
}

fn parse_uuid(text: &str) -> Result<Uuid, &'static str> {
    Uuid::try_from(text.to_owned())
}

/// Options of `check`.
#[derive(Args, Debug)]
pub struct Check {
    #[command(flatten)]
    /// The ledger.
    pub place: Place,
    /// What senders were told, one object a line: `{"sent_sha256":DIGEST,"answer":ACKNOWLEDGMENT}`.
    #[arg(long, value_name = "FILE")]
    pub acknowledged: Option<PathBuf>,
}

/// Options of `serve`.
#[derive(Args, Debug)]
pub struct Serve {
    /// Address and port; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// A SQLite file, or the URL of a PostgreSQL database.
    #[arg(long, value_name = "PATH|URL")]
    pub database: Database,
    /// Create the ledger when there is none.
    #[arg(long)]
    pub create: bool,
    /// The receiver's own origin, `iss` in countersignatures; by default http:// and the address listened at.
    #[arg(long, value_name = "URL")]
    pub origin: Option<Origin>,
    /// Origins whose pages may send receipts from the browser; the receiver's own needs no entry.
    #[arg(long, value_name = "URL", num_args = 1..)]
    pub allow_origin: Vec<Origin>,
    #[command(flatten)]
    /// What to serve beside the ledger.
    pub files: FileOptions,
    /// Answer GET /v1/ledger.
    #[arg(long)]
    pub public_ledger: bool,
    /// The sites that are served and what each allows, as TOML; by default every site is served.
    #[arg(long, value_name = "PATH")]
    pub config: Option<PathBuf>,
    /// Address at which /metrics answers, apart from everything else.
    #[arg(long, value_name = "ADDR")]
    pub metrics: Option<SocketAddr>,
    /// Let the next receiver listen at the same address before this one ends, so that a restart refuses nobody.
    #[arg(long)]
    pub share_port: bool,
}

/// Which files to serve, and where.
#[derive(Args, Clone, Debug, Default)]
pub struct FileOptions {
    /// A folder served at /.
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// A folder that `countersign build` made; its .well-known folder is served at /.well-known/ too.
    #[arg(long, value_name = "DIR")]
    pub dist: Option<PathBuf>,
    /// Where --dist is served: a path that begins and ends with a slash.
    #[arg(long, value_name = "PATH", default_value_t)]
    pub dist_base: BasePath,
    /// Content-Security-Policy for HTML pages.
    #[arg(long, value_name = "POLICY", value_parser = parse_header, conflicts_with = "fence")]
    pub csp: Option<axum::http::HeaderValue>,
    /// Send HTML pages with the Content-Security-Policy of what the visitor has opened, from the gate.json of --dist.
    #[arg(long, value_name = "KIND", requires = "dist")]
    pub fence: Option<FenceKind>,
}

fn parse_header(text: &str) -> Result<axum::http::HeaderValue, String> {
    text.trim().parse().map_err(|_| "must be one line of printable ASCII".to_owned())
}

/// A web origin (RFC 6454): `http` or `https`, host and optional port, in lower case, and no path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Origin(String);

impl Origin {
    /// The origin of a receiver that listens at `address` without TLS.
    #[must_use]
    pub fn of_address(address: SocketAddr) -> Self {
        Self(format!("http://{address}"))
    }

    /// The origin as the `Origin` header spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Origin {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b':' | b'[' | b']');
        match host {
            Some(host) if !host.is_empty() && host.bytes().all(fits) => Ok(Self(text.to_owned())),
            _ => Err("must be an origin in lower case without a path, such as https://courier.example"),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A URL path that begins and ends with a slash. The default is `/countersign/`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BasePath(String);

impl BasePath {
    /// The path with both slashes.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for BasePath {
    fn default() -> Self {
        Self("/countersign/".to_owned())
    }
}

impl FromStr for BasePath {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~');
        let is_path = text.starts_with('/') && text.ends_with('/') && !text.contains("//");
        if is_path && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err("must be a path that begins and ends with a slash, such as /countersign/")
        }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
        let line = "countersign-receiver serve --database a.db --allow-origin http://a.example https://b.example:8443 --allow-origin http://c.example --site www";
        let Command::Serve(serve) = Cli::try_parse_from(line.split(' ')).unwrap().command else { panic!("serve") };
        assert_eq!(serve.allow_origin.len(), 3);
        assert_eq!(serve.files.dist_base.as_str(), "/countersign/");
        assert!(!serve.create && !serve.public_ledger);
    }

    #[test]
    fn origins_have_no_path() {
        let check = |text: &str, expected: bool| assert_eq!(text.parse::<Origin>().is_ok(), expected, "{text}");
        check("https://courier.example", true);
        check("http://127.0.0.1:8080", true);
        check("http://[::1]:8080", true);
        check("https://courier.example/", false);
        check("https://Courier.example", false);
        check("courier.example", false);
        check("https://", false);
        check("*", false);
        check("null", false);
    }

    #[test]
    fn base_paths_have_both_slashes() {
        let check = |text: &str, expected: bool| assert_eq!(text.parse::<BasePath>().is_ok(), expected, "{text}");
        check("/countersign/", true);
        check("/", true);
        check("/a/b/", true);
        check("/a", false);
        check("a/", false);
        check("//a/", false);
        check("/a b/", false);
    }
}
