//! What the service counts: events in, the text format of OpenMetrics out (Prometheus reads it).
//! Labels are routes, statuses, kinds, problem types and configured sites: a closed list, and nothing of a sender.

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::time::Duration;

/// An answered request.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct Answered {
    pub(crate) route: String,
    pub(crate) method: &'static str,
    pub(crate) status: u16,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct OfRoute {
    route: String,
}

/// A receipt that is in the ledger.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct Taken {
    /// Empty where no configuration names the site.
    pub(crate) site: String,
    pub(crate) kind: &'static str,
    /// `new` or `known`.
    pub(crate) outcome: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Turned {
    problem: &'static str,
}

/// A message to a downstream system.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct Delivery {
    pub(crate) sink: String,
    pub(crate) site: String,
    /// `delivered` or `failed`.
    pub(crate) outcome: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct Behind {
    sink: String,
    site: String,
}

/// All that is counted. Clones would share it; it is kept in an `Arc`.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    request_time: Family<OfRoute, Histogram>,
    receipts: Family<Taken, Counter>,
    problems: Family<Turned, Counter>,
    deliveries: Family<Delivery, Counter>,
    behind: Family<Behind, Gauge>,
    /// Connections open now.
    pub(crate) connections: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("countersign");
        // 0.5 ms to 16 s, doubling.
        let times: fn() -> Histogram = || Histogram::new(exponential_buckets(0.0005, 2.0, 16));
        let metrics = Self {
            requests: Family::default(),
            request_time: Family::new_with_constructor(times),
            receipts: Family::default(),
            problems: Family::default(),
            deliveries: Family::default(),
            behind: Family::default(),
            connections: Gauge::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests answered", metrics.requests.clone());
        registry.register_with_unit("request", "Time from head to answer", Unit::Seconds, metrics.request_time.clone());
        registry.register("receipts", "Receipts acknowledged", metrics.receipts.clone());
        registry.register("problems", "Problem documents answered", metrics.problems.clone());
        registry.register("deliveries", "Messages to downstream systems", metrics.deliveries.clone());
        registry.register("behind", "Entries that a downstream system has yet to get", metrics.behind.clone());
        registry.register("connections", "Connections open now", metrics.connections.clone());
        Self { registry, ..metrics }
    }
}

impl Metrics {
    pub(crate) fn answered(&self, answered: Answered, time: Duration) {
        self.request_time.get_or_create(&OfRoute { route: answered.route.clone() }).observe(time.as_secs_f64());
        self.requests.get_or_create(&answered).inc();
    }

    pub(crate) fn taken(&self, taken: &Taken) {
        self.receipts.get_or_create(taken).inc();
    }

    /// Counts a problem document; `problem` is the word of its type.
    pub(crate) fn turned(&self, problem: &'static str) {
        self.problems.get_or_create(&Turned { problem }).inc();
    }

    /// Counts a message, and says how many entries are still to come.
    pub(crate) fn delivered(&self, delivery: &Delivery, behind: u64) {
        self.deliveries.get_or_create(delivery).inc();
        let place = Behind { sink: delivery.sink.clone(), site: delivery.site.clone() };
        self.behind.get_or_create(&place).set(i64::try_from(behind).unwrap_or(i64::MAX));
    }

    /// Everything in the text format.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}
