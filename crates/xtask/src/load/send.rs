//! Sends bodies until each of them is acknowledged or refused, as an outbox does: what has no answer goes out again, unchanged.
//!
//! Enters: options and the file of bodies. Leaves: every acknowledgment in a file as it comes, and a summary as one line of JSON.
//! A line of the file is `{"sent_sha256":D,"answer":A}`: what was sent, and what came back verbatim.

use super::{
    Send,
    http::{Answer, Connection},
    source::{Body, Source},
    tally::Tally,
};
use crate::report;
use anyhow::{Context, Result, anyhow};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::Write,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// The pause before an attempt that follows a failed one.
const PAUSE: Duration = Duration::from_millis(20);
/// How long a body is tried before it counts as unanswered.
const PATIENCE: Duration = Duration::from_secs(60);

/// Sends everything; `false` when a body was refused or never answered.
pub(super) fn send(options: &Send) -> Result<bool> {
    let source = Arc::new(Source::open(options)?);
    let ended = source.clone();
    ctrlc::set_handler(move || ended.stop()).context("SIGTERM cannot be caught")?;
    let kept = match &options.acknowledged {
        Some(path) => Some(File::create(path).with_context(|| format!("{} cannot be written", path.display()))?),
        None => None,
    };
    let tallies: Vec<Result<Tally>> = thread::scope(|scope| {
        let (source, kept) = (&source, kept.as_ref());
        let running: Vec<_> =
            (0..options.connections).map(|number| scope.spawn(move || Sender::new(options, number, source, kept).run())).collect();
        running.into_iter().map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a connection broke off")))).collect()
    });
    let mut all = Tally::default();
    for tally in tallies {
        all.add(tally?);
    }
    let summary = all.summary(source.elapsed());
    report::result(&summary.to_json().to_string());
    Ok(summary.refused == 0 && summary.unanswered == 0)
}

/// One connection and what it needs to make itself anew.
struct Sender<'a> {
    options: &'a Send,
    /// Which of the targets it talks to.
    target: usize,
    connection: Option<Connection>,
    source: &'a Source,
    kept: Option<&'a File>,
    tally: Tally,
}

impl<'a> Sender<'a> {
    fn new(options: &'a Send, number: usize, source: &'a Source, kept: Option<&'a File>) -> Self {
        Self { options, target: number, connection: None, source, kept, tally: Tally::default() }
    }

    /// Sends until the source is empty.
    fn run(mut self) -> Result<Tally> {
        while let Some(body) = self.source.next() {
            thread::sleep(body.due.saturating_duration_since(Instant::now()));
            self.deliver(&body)?;
        }
        Ok(self.tally)
    }

    /// Tries until there is an answer that lasts.
    fn deliver(&mut self, body: &Body) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            match self.attempt(body) {
                Some(answer) if (200..300).contains(&answer.status) => return self.keep(body, &answer),
                Some(answer) if (400..500).contains(&answer.status) && ![408, 425, 429].contains(&answer.status) => {
                    self.tally.refused += 1;
                    self.tally.refusal.get_or_insert_with(|| format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
                    return Ok(());
                }
                _ => {
                    self.tally.retried += 1;
                    thread::sleep(PAUSE);
                }
            }
        }
        self.tally.unanswered += 1;
        Ok(())
    }

    /// One attempt; after one without an answer the connection is gone, and the next goes to the next target.
    fn attempt(&mut self, body: &Body) -> Option<Answer> {
        let Send { to, path, content_type, .. } = self.options;
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => match Connection::open(&to[self.target % to.len()], path, content_type) {
                Ok(connection) => connection,
                Err(_) => {
                    self.target += 1;
                    return None;
                }
            },
        };
        match connection.post(body.text.as_bytes()) {
            Ok(answer) => {
                self.connection = answer.is_kept.then_some(connection);
                Some(answer)
            }
            Err(_) => {
                self.target += 1;
                None
            }
        }
    }

    /// Counts an acknowledgment and writes it down at once, in one write, so that lines of connections never mix.
    fn keep(&mut self, body: &Body, answer: &Answer) -> Result<()> {
        self.tally.micros.push(body.due.elapsed().as_micros().try_into().unwrap_or(u32::MAX));
        let Some(mut file) = self.kept else { return Ok(()) };
        let mut line = format!(r#"{{"sent_sha256":"{}","answer":"#, BASE64URL.encode(Sha256::digest(body.text.as_bytes()))).into_bytes();
        line.extend(answer.body.iter().filter(|byte| **byte != b'\n'));
        line.extend(b"}\n");
        file.write_all(&line).context("an acknowledgment could not be kept")
    }
}
