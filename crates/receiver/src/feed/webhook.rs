//! Webhooks: messages in, posted one after another and signed (Standard Webhooks 1.0, symmetric signatures).
//! Any 2xx is an acknowledgment. Deliberately absent: redirects, and anything that is read of an answer but status and `Retry-After`.

use super::message::Message;
use super::settings::WebhookSettings;
use super::{Delivered, FAIR_SHARE};
use crate::USER_AGENT;
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_outward::{agent, without_address};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use ureq::Agent;

/// How long one post may take.
const POST_LIMIT: Duration = Duration::from_secs(10);
/// The longest wait that an answer can ask for.
const MAX_WAIT: Duration = Duration::from_secs(3_600);

/// A webhook.
#[derive(Clone)]
pub(super) struct Webhook {
    pub(super) settings: Arc<WebhookSettings>,
    key: Arc<Key>,
    agent: Agent,
}

impl Webhook {
    pub(super) fn new(settings: &WebhookSettings) -> Self {
        Self {
            settings: Arc::new(settings.clone()),
            key: Arc::new(Key::new(HMAC_SHA256, settings.secret.bytes())),
            agent: agent(USER_AGENT, POST_LIMIT),
        }
    }

    /// Posts messages in order until one fails or this turn has lasted long enough.
    pub(super) async fn deliver(&self, messages: Vec<Message>) -> Delivered {
        let webhook = self.clone();
        // The client blocks, so it works on a thread of its own.
        let posted = tokio::task::spawn_blocking(move || webhook.post_all(&messages)).await;
        posted.unwrap_or(Delivered { count: 0, failed: true, wait: None })
    }

    fn post_all(&self, messages: &[Message]) -> Delivered {
        let start = Instant::now();
        for (count, message) in messages.iter().enumerate() {
            if let Err(wait) = self.post(message) {
                return Delivered { count, failed: true, wait };
            }
            if start.elapsed() > FAIR_SHARE {
                return Delivered { count: count + 1, failed: false, wait: None };
            }
        }
        Delivered { count: messages.len(), failed: false, wait: None }
    }

    /// Posts one message; an error is how long the answer asks to wait, where it says so.
    fn post(&self, message: &Message) -> Result<(), Option<Duration>> {
        let timestamp = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string();
        let answer = self
            .agent
            .post(self.settings.url.as_str())
            .header("content-type", "application/cloudevents+json")
            .header("webhook-id", &message.id)
            .header("webhook-timestamp", &timestamp)
            .header("webhook-signature", signature(&self.key, &message.id, &timestamp, &message.body))
            .send(&message.body);
        match answer {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => {
                let wait = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
                tracing::warn!(sink = %self.settings.name, status = answer.status().as_u16(), "a webhook did not take a message");
                Err(wait.map(|secs| Duration::from_secs(secs).min(MAX_WAIT)))
            }
            Err(cause) => {
                tracing::warn!(sink = %self.settings.name, cause = %without_address(&cause), "a webhook cannot be reached");
                Err(None)
            }
        }
    }
}

/// `v1,` and the HMAC-SHA256 of id, time and body, parted by dots.
fn signature(key: &Key, id: &str, timestamp: &str, body: &str) -> String {
    format!("v1,{}", STANDARD.encode(sign(key, format!("{id}.{timestamp}.{body}").as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::settings::Secret;

    /// The example of the Standard Webhooks specification.
    #[test]
    fn the_signature_of_the_specification() {
        let secret = Secret::try_from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()).unwrap();
        let key = Key::new(HMAC_SHA256, secret.bytes());
        let made = signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", r#"{"test": 2432232314}"#);
        assert_eq!(made, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn secrets_have_their_length_and_are_not_printed() {
        let check = |text: &str, expected: bool| assert_eq!(Secret::try_from(text.to_owned()).is_ok(), expected, "{text}");
        check("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", true);
        check("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", false);
        check("whsec_MfKQ9r8G", false);
        check("whsec_!!!", false);
        let secret = Secret::try_from("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret");
    }
}
