//! NATS JetStream: messages in, kept in a stream by the servers; the receipt's id is the message's id, so that what comes again is known.
//! A batch is sent at once and counts up to the first message that was not acknowledged: after a failure in the middle of a batch,
//! later ones may stand before earlier ones in the stream, and `index` says the order.

use super::Delivered;
use super::message::Message;
use super::settings::NatsSettings;
use crate::site::SiteId;
use anyhow::Context as _;
use async_nats::jetstream::context::PublishAckFuture;
use async_nats::jetstream::stream::{Config, StorageType};
use async_nats::jetstream::{self, Context};
use async_nats::{ConnectOptions, HeaderMap, ServerAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::OnceCell;

/// How long the servers know the id of a message. Longer than any wait between two tries.
const KNOWN: Duration = Duration::from_secs(2 * 3_600);
/// How long an acknowledgment may take.
const ACK_LIMIT: Duration = Duration::from_secs(5);
/// What subjects begin with.
const SUBJECT: &str = "countersign";

/// A stream.
#[derive(Clone)]
pub(super) struct Nats {
    pub(super) settings: Arc<NatsSettings>,
    context: Arc<OnceCell<Context>>,
}

impl Nats {
    pub(super) fn new(settings: &NatsSettings) -> Self {
        Self { settings: Arc::new(settings.clone()), context: Arc::default() }
    }

    /// Publishes messages of `site` and waits for their acknowledgments.
    pub(super) async fn deliver(&self, site: &SiteId, messages: Vec<Message>) -> Delivered {
        let context = match self.context.get_or_try_init(|| connect(&self.settings)).await {
            Ok(context) => context,
            Err(cause) => {
                tracing::warn!(cause = format!("{cause:#}"), "the stream of NATS cannot be had");
                return Delivered { count: 0, failed: true, wait: None };
            }
        };
        let total = messages.len();
        let mut acks = Vec::with_capacity(total);
        for message in messages {
            match publish(context, site, message).await {
                Ok(ack) => acks.push(ack),
                Err(()) => break,
            }
        }
        let mut count = 0;
        for ack in acks {
            if let Err(cause) = ack.await {
                tracing::warn!(%cause, "the stream of NATS did not take a message");
                break;
            }
            count += 1;
        }
        Delivered { count, failed: count < total, wait: None }
    }
}

async fn connect(settings: &NatsSettings) -> anyhow::Result<Context> {
    let servers = settings.servers.iter().map(|server| server.parse::<ServerAddr>()).collect::<Result<Vec<_>, _>>();
    let client =
        ConnectOptions::new().connect(servers.context("an address in [nats] servers is none")?).await.context("no server answers")?;
    let mut context = jetstream::new(client);
    context.set_timeout(ACK_LIMIT);
    let config = Config {
        name: settings.stream.clone(),
        subjects: vec![format!("{SUBJECT}.>")],
        num_replicas: settings.replicas,
        storage: StorageType::File,
        duplicate_window: KNOWN,
        ..Config::default()
    };
    context.get_or_create_stream(config).await.context("the stream can be neither found nor made")?;
    Ok(context)
}

async fn publish(context: &Context, site: &SiteId, message: Message) -> Result<PublishAckFuture, ()> {
    let mut headers = HeaderMap::new();
    headers.insert("Nats-Msg-Id", message.id.as_str());
    headers.insert("Content-Type", "application/cloudevents+json");
    let subject = format!("{SUBJECT}.{site}.{}", message.kind);
    context.publish_with_headers(subject, headers, message.body.into()).await.map_err(|cause| {
        tracing::warn!(%cause, "a message cannot be sent to NATS");
    })
}
