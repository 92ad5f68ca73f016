//! Downstream systems: the log of each site in; one message an entry out, at least once and in order, apart from the requests.
//! A sink that asks for it also gets every change of who may be written to, as a stream of its own with a place of its own.
//! The log itself is the outbox. A sink has a place in each log, kept beside it, which moves on only when its messages are acknowledged;
//! a lease on that place keeps other receivers on the same ledger from sending them too.
//! A crash between an acknowledgment and the move sends the same messages again; their id is the receipt's, so that whoever takes them knows.

mod message;
mod nats;
mod settings;
mod stream;
mod webhook;

use crate::ledger::Ledger;
use crate::log::Log;
use crate::metrics::{Delivery, Metrics};
use crate::problem::chain;
use crate::settings::Settings;
use crate::site::SiteId;
use crate::store::StoreError;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use countersign_core::to_base64url;
use jiff::SignedDuration;
use message::Message;
use nats::Nats;
pub use settings::{NatsSettings, WebhookSettings};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stream::Stream;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use webhook::Webhook;

/// How long to wait when no log has grown.
const IDLE: Duration = Duration::from_millis(250);
/// How long a place is held. A turn ends well before.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How long a turn over one log goes on taking up messages.
const FAIR_SHARE: Duration = Duration::from_secs(10);
/// The longest wait after failures: what doubles from a second on is cut here.
const MAX_PAUSE: Duration = Duration::from_secs(300);
/// How long a feed may take to end.
const ENDING: Duration = Duration::from_secs(10);

/// What became of a batch: how many of its first messages were acknowledged, whether the next one failed, and for how long its receiver
/// asked to wait.
struct Delivered {
    count: usize,
    failed: bool,
    wait: Option<Duration>,
}

/// The feeds of a receiver, running.
pub(crate) struct Feeds {
    tasks: Vec<JoinHandle<()>>,
    stop: watch::Sender<bool>,
}

impl Feeds {
    /// Starts one for each sink that the configuration names.
    pub(crate) fn start(settings: &Settings, ledger: &Ledger, metrics: &Arc<Metrics>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let webhooks = settings.webhooks.iter().map(|webhook| Sink::Webhook(Webhook::new(webhook)));
        let sinks: Vec<Sink> = webhooks.chain(settings.nats.as_ref().map(|nats| Sink::Nats(Nats::new(nats)))).collect();
        let both = sinks.iter().flat_map(|sink| sink.streams().iter().map(|stream| (sink.clone(), *stream)));
        let feed = |(sink, stream)| Feed {
            sink,
            stream,
            ledger: ledger.clone(),
            metrics: metrics.clone(),
            holder: random_name(),
            places: HashMap::new(),
        };
        let tasks = both.map(|one| tokio::spawn(feed(one).run(stopped.clone()))).collect();
        Self { tasks, stop }
    }

    /// Lets each end the turn that it is in.
    pub(crate) async fn end(self) {
        // A feed that has ended already does not listen.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if tokio::time::timeout(ENDING, task).await.is_err() {
                tracing::warn!("a feed was still sending; ending all the same");
            }
        }
    }
}

/// Where messages go.
#[derive(Clone)]
enum Sink {
    Webhook(Webhook),
    Nats(Nats),
}

impl Sink {
    /// Names the sink's places in the logs.
    fn name(&self) -> String {
        match self {
            Self::Webhook(webhook) => format!("webhook:{}", webhook.settings.name),
            Self::Nats(nats) => format!("nats:{}", nats.settings.stream),
        }
    }

    fn streams(&self) -> &'static [Stream] {
        let has_changes = match self {
            Self::Webhook(webhook) => webhook.settings.marketing,
            Self::Nats(nats) => nats.settings.marketing,
        };
        if has_changes { &[Stream::Receipts, Stream::Changes] } else { &[Stream::Receipts] }
    }

    fn takes(&self, site: &SiteId) -> bool {
        let sites = match self {
            Self::Webhook(webhook) => &webhook.settings.sites,
            Self::Nats(nats) => &nats.settings.sites,
        };
        sites.as_ref().is_none_or(|sites| sites.contains(site))
    }

    async fn deliver(&self, site: &SiteId, messages: Vec<Message>) -> Delivered {
        match self {
            Self::Webhook(webhook) => webhook.deliver(messages).await,
            Self::Nats(nats) => nats.deliver(site, messages).await,
        }
    }
}

/// What is known of a sink's place in one log without asking the database.
#[derive(Clone, Copy, Default)]
struct Place {
    next: u64,
    /// The size of the log when everything of it was delivered; of changes alone, whose numbers say nothing about that.
    seen: u64,
    failures: u32,
    not_before: Option<Instant>,
}

struct Feed {
    sink: Sink,
    stream: Stream,
    ledger: Ledger,
    metrics: Arc<Metrics>,
    holder: String,
    places: HashMap<SiteId, Place>,
}

impl Feed {
    async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        while !*stopped.borrow() {
            let moved = self.round().await.unwrap_or_else(|cause| {
                tracing::error!(cause = chain(&cause), "a feed cannot read the ledger");
                false
            });
            if !moved {
                tokio::select! {
                    () = tokio::time::sleep(IDLE) => {}
                    // An error means that nobody is left to tell: the end as well.
                    _ = stopped.changed() => {}
                }
            }
        }
        self.release().await;
    }

    /// Names the places of this sink and stream in the logs.
    fn name(&self) -> String {
        format!("{}{}", self.sink.name(), self.stream.suffix())
    }

    /// Lets the next process take up at once what this one held.
    async fn release(&self) {
        for site in self.places.keys() {
            if let Err(cause) = self.ledger.lease(&self.name(), site, &self.holder, self.ledger.now()).await {
                tracing::warn!(cause = chain(&cause), "a feed keeps its place until its lease ends");
            }
        }
    }

    /// One turn over each log; whether any place moved.
    async fn round(&mut self) -> Result<bool, StoreError> {
        let mut moved = false;
        for log in self.ledger.logs().await? {
            let place = self.places.get(&log.site).copied().unwrap_or_default();
            let waits = place.not_before.is_some_and(|at| at > Instant::now());
            let reached = if self.stream == Stream::Receipts { place.next } else { place.seen };
            if self.sink.takes(&log.site) && log.size > reached && !waits {
                moved |= self.turn(&log, place).await?;
            }
        }
        Ok(moved)
    }

    async fn turn(&mut self, log: &Log, place: Place) -> Result<bool, StoreError> {
        let name = self.name();
        let until = self.ledger.now().saturating_add(LEASE).unwrap_or(jiff::Timestamp::MAX);
        let Some(next) = self.ledger.lease(&name, &log.site, &self.holder, until).await? else { return Ok(false) };
        let part = self.stream.read(&self.ledger, log, next).await?;
        let (ends, messages): (Vec<u64>, Vec<Message>) = part.messages.into_iter().unzip();
        let total = ends.len();
        let delivered = self.sink.deliver(&log.site, messages).await;
        // Where all messages were taken, so are the erased entries behind the last of them.
        let reached = if delivered.count == total {
            part.end
        } else {
            delivered.count.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(next)
        };
        let moved = reached > next && self.ledger.delivered(&name, &log.site, &self.holder, reached).await?;
        let outcome = if delivered.failed { "failed" } else { "delivered" };
        let behind = part.size.map_or((total - delivered.count) as u64, |size| size.saturating_sub(reached));
        self.metrics.delivered(&Delivery { sink: name, site: log.site.to_string(), outcome }, behind);
        let failures = if delivered.failed { place.failures + 1 } else { 0 };
        let not_before = delivered.failed.then(|| Instant::now() + delivered.wait.unwrap_or_else(|| pause(place.failures)));
        // What was committed by the time that the log had this size was read: entries and changes come in one transaction.
        let seen = if delivered.count == total && !part.is_full { log.size } else { place.seen };
        self.places.insert(log.site.clone(), Place { next: if moved { reached } else { next }, seen, failures, not_before });
        Ok(moved)
    }
}

/// Full jitter: anything up to a second, doubled for each failure before.
fn pause(failures: u32) -> Duration {
    let most = Duration::from_secs(1).saturating_mul(2_u32.saturating_pow(failures)).min(MAX_PAUSE);
    let mut byte = [255];
    // Without randomness the longest wait does.
    let _ = SystemRandom::new().fill(&mut byte);
    most.mul_f64((f64::from(byte[0]) + 1.0) / 256.0)
}

/// Tells this process from others on the same ledger.
fn random_name() -> String {
    let mut bytes = [0; 16];
    // Without randomness all have one name, and two receivers could send the same message; it would be known by its id.
    let _ = SystemRandom::new().fill(&mut bytes);
    to_base64url(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes() {
        for (failures, most) in [(0, 1), (1, 2), (5, 32), (20, 300), (200, 300)] {
            let paused = pause(failures);
            assert!(paused > Duration::ZERO && paused <= Duration::from_secs(most), "{failures}: {paused:?}");
        }
    }
}
