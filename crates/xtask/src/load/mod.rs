//! Load for a receiver: receipts that are signed ahead, and a sender that keeps what it was answered.
//!
//! Enters: how many receipts, where to, how fast. Leaves: a file of request bodies; a file of acknowledgments and a summary.
//! It knows the formats page and nothing of our crates, so that what it sends and keeps is evidence beside them.
//! Deliberately absent: judging the answers, which `countersign-receiver check` does.

mod chain;
mod http;
mod send;
mod sign;
mod source;
mod tally;

pub(crate) use sign::sign;
pub(crate) use tally::Summary;

use anyhow::Result;
use std::path::PathBuf;

/// The two halves of a load.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Sign receipts ahead of time, one request body a line
    Sign(Sign),
    /// Send request bodies over kept connections at a set rate; SIGTERM ends it in order
    Send(Send),
}

/// What to sign.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Sign {
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// How many receipts
    #[arg(long, default_value_t = 100_000)]
    pub(crate) count: usize,
    /// Over how many chains, each with a key of its own
    #[arg(long, default_value_t = 4_000)]
    pub(crate) chains: usize,
    /// The site that they belong to
    #[arg(long, value_name = "ID", default_value = "layang-express")]
    pub(crate) site: String,
}

/// What to send, and how.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Send {
    /// Request bodies, one a line
    #[arg(long, value_name = "FILE")]
    bodies: PathBuf,
    /// Lines of the file to leave out at its beginning
    #[arg(long, default_value_t = 0)]
    skip: usize,
    /// Receivers, as HOST:PORT; connections are shared out among them and go to the next when one does not answer
    #[arg(long, value_name = "ADDR", num_args = 1.., required = true)]
    to: Vec<String>,
    /// The path to post to
    #[arg(long, default_value = "/v1/receipts")]
    path: String,
    /// What the bodies are
    #[arg(long, default_value = "application/jose")]
    content_type: String,
    /// Bodies a second; 0 sends the next as soon as one is answered
    #[arg(long, default_value_t = 2_000)]
    rate: u32,
    /// Connections
    #[arg(long, default_value_t = 64)]
    connections: usize,
    /// Stop taking new bodies after this time
    #[arg(long, value_name = "SECONDS")]
    seconds: Option<u32>,
    /// Send every so many-th body twice, at nearly the same time; 0 never
    #[arg(long, default_value_t = 0)]
    twice: usize,
    /// Where to keep every acknowledgment as it comes, one JSON object a line
    #[arg(long, value_name = "FILE")]
    acknowledged: Option<PathBuf>,
}

/// Runs one half; `false` when a body was refused or never answered.
pub(crate) fn load(command: &Command) -> Result<bool> {
    match command {
        Command::Sign(options) => sign(options).map(|()| true),
        Command::Send(options) => send::send(options),
    }
}
