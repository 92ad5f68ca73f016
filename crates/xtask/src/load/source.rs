//! Where the connections of a load take their bodies from: a file, read as it is needed, each line once and at its time.
//!
//! Enters: the file and the rate. Leaves: the next body and the moment at which it is due.

use super::Send;
use anyhow::{Context, Result};
use std::{
    collections::VecDeque,
    fs::File,
    io::{BufRead, BufReader, Lines},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// A body to send.
#[derive(Clone)]
pub(super) struct Body {
    pub(super) text: String,
    /// When it should be sent; a sender that is late counts the delay as part of the answer's time.
    pub(super) due: Instant,
}

/// The bodies of a load, shared by its connections.
pub(super) struct Source {
    inner: Mutex<Inner>,
    start: Instant,
    end: Option<Duration>,
    rate: u32,
    twice: usize,
    is_over: AtomicBool,
}

struct Inner {
    lines: Lines<BufReader<File>>,
    taken: u32,
    /// Bodies to send a second time.
    again: VecDeque<Body>,
}

impl Source {
    /// Opens the file of bodies; time runs from now.
    pub(super) fn open(options: &Send) -> Result<Self> {
        let file = File::open(&options.bodies).with_context(|| format!("{} cannot be read", options.bodies.display()))?;
        let mut lines = BufReader::new(file).lines();
        for _ in 0..options.skip {
            lines.next().transpose().context("the file of bodies cannot be read")?;
        }
        let inner = Mutex::new(Inner { lines, taken: 0, again: VecDeque::new() });
        let end = options.seconds.map(|seconds| Duration::from_secs(seconds.into()));
        Ok(Self { inner, start: Instant::now(), end, rate: options.rate, twice: options.twice, is_over: AtomicBool::new(false) })
    }

    /// Gives no further bodies.
    pub(super) fn stop(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    /// The next body; `None` when the file or the time is at its end.
    pub(super) fn next(&self) -> Option<Body> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(body) = inner.again.pop_front() {
            return Some(body);
        }
        if self.is_over.load(Ordering::Relaxed) || self.end.is_some_and(|end| self.start.elapsed() >= end) {
            return None;
        }
        let text = inner.lines.next()?.ok()?;
        let due = if self.rate == 0 { Instant::now() } else { self.start + Duration::from_secs(1) * inner.taken / self.rate };
        inner.taken += 1;
        let body = Body { text, due };
        if self.twice > 0 && usize::try_from(inner.taken).is_ok_and(|taken| taken.is_multiple_of(self.twice)) {
            inner.again.push_back(body.clone());
        }
        Some(body)
    }

    /// The time since the start.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}
