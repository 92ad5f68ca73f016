//! The receiver's API for a site's servers: requests in, answers or the words of a problem document out.
//!
//! A receiver that is busy or away for a moment is asked again: all that is asked here can be asked twice. The key comes from a file or the
//! environment and never from the command line, which every user of a machine can read.

use std::fs;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use countersign_outward::agent;
use serde_json::Value;
use ureq::http::Response;
use ureq::{Agent, Body};

use crate::USER_AGENT;

/// How long one request may take.
const LIMIT: Duration = Duration::from_secs(60);
/// How often a request is tried.
const TRIES: u32 = 5;
/// The longest pause between two tries.
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// The longest answer, in bytes.
const MAX_ANSWER: u64 = 64 * 1024 * 1024;
/// The variable that holds the key where no file is named.
const VARIABLE: &str = "COUNTERSIGN_API_KEY";

/// Where the receiver is, and the key to it.
#[derive(clap::Args)]
pub(crate) struct Door {
    /// The receiver's origin, such as https://receipts.example.
    #[arg(long, value_name = "URL")]
    receiver: String,
    /// A file with the API key alone; absent: the variable COUNTERSIGN_API_KEY.
    #[arg(long, value_name = "FILE")]
    key_file: Option<PathBuf>,
}

/// The API.
pub(super) struct Api {
    agent: Agent,
    base: String,
    authorization: String,
}

/// An answer: the number after which the next page goes on, and the body.
pub(super) struct Page {
    pub(super) next: Option<u64>,
    pub(super) body: String,
}

impl Api {
    /// Reads the key.
    pub(super) fn open(door: &Door) -> Result<Self> {
        let is_web = door.receiver.starts_with("https://") || door.receiver.starts_with("http://");
        ensure!(is_web, "{} is no web address; name the receiver's origin, such as https://receipts.example", door.receiver);
        let key = match &door.key_file {
            Some(path) => fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?,
            None => std::env::var(VARIABLE).ok().with_context(|| format!("there is no API key: name a --key-file, or set {VARIABLE}"))?,
        };
        let key = key.trim();
        ensure!(!key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic()), "the API key is empty or no single word");
        Ok(Self {
            agent: agent(USER_AGENT, LIMIT),
            base: door.receiver.trim_end_matches('/').to_owned(),
            authorization: format!("Bearer {key}"),
        })
    }

    /// A page of a stream.
    pub(super) fn page(&self, path: &str) -> Result<Page> {
        let mut answer = self.ask(|| self.agent.get(format!("{}{path}", self.base)).header("authorization", &self.authorization).call())?;
        let next = answer.headers().get("countersign-next").and_then(|value| value.to_str().ok()?.parse().ok());
        Ok(Page { next, body: text(&mut answer)? })
    }

    /// The answer to a question.
    pub(super) fn post(&self, path: &str, question: &Value) -> Result<Value> {
        let body = question.to_string();
        let mut answer = self.ask(|| {
            let post = self.agent.post(format!("{}{path}", self.base)).header("authorization", &self.authorization);
            post.header("content-type", "application/json").send(&body)
        })?;
        serde_json::from_str(&text(&mut answer)?).context("the receiver's answer is no JSON; is this the receiver?")
    }

    fn ask(&self, request: impl Fn() -> Result<Response<Body>, ureq::Error>) -> Result<Response<Body>> {
        let mut pause = Duration::from_secs(1);
        for tried in 1.. {
            let (what, wait) = match request() {
                Ok(answer) if answer.status().is_success() => return Ok(answer),
                Ok(mut answer) if matches!(answer.status().as_u16(), 429 | 503) => {
                    let wait = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
                    (problem(&mut answer), wait.map(Duration::from_secs))
                }
                Ok(mut answer) => bail!("{} says: {}", self.base, problem(&mut answer)),
                Err(error) => (format!("{error}"), None),
            };
            ensure!(tried < TRIES, "{} was asked {TRIES} times and says: {what}", self.base);
            thread::sleep(wait.unwrap_or(pause).min(MAX_PAUSE));
            pause = pause.saturating_mul(2);
        }
        bail!("{} was not asked", self.base)
    }
}

fn text(answer: &mut Response<Body>) -> Result<String> {
    answer.body_mut().with_config().limit(MAX_ANSWER).read_to_string().context("the receiver's answer ended early")
}

/// The words of a problem document, or the status where there is none.
fn problem(answer: &mut Response<Body>) -> String {
    let status = answer.status().as_u16();
    let document: Option<Value> = text(answer).ok().and_then(|text| serde_json::from_str(&text).ok());
    let member = |name: &str| document.as_ref()?.get(name)?.as_str().map(str::to_owned);
    let said = member("title").zip(member("detail")).map(|(title, detail)| format!("{title}. {detail}"));
    said.unwrap_or_else(|| format!("HTTP status {status}"))
}
