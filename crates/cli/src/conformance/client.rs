//! Requests as the widget makes them: one receipt in one of the four bodies, without cookies.
//!
//! In: an address and receipts. Out: answers; no answer is a value too. Deliberately absent: what an answer means.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use clap::ValueEnum;
use countersign_outward::agent;
use serde_json::json;
use ureq::Agent;
use ureq::http::{Request, Uri};

use super::answer::Answer;
use super::receipt::Sealed;
use crate::USER_AGENT;

/// How long the widget waits for an answer.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

/// How a receipt is put into a body.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(super) enum Envelope {
    /// A structured CloudEvent: application/cloudevents+json.
    Cloudevents,
    /// The bare JWS: application/jose.
    Jose,
    /// The bare JWS as a beacon sends it: text/plain.
    Text,
    /// A form with the receipt in one field.
    Form,
}

/// Why there is no answer.
#[derive(Clone, Debug)]
pub(super) enum Silence {
    TimedOut,
    Failed(String),
}

/// One backend.
pub(super) struct Client {
    agent: Agent,
    url: String,
    /// Scheme, host and port of the backend.
    pub(super) backend: String,
    site: String,
    headers: Vec<(String, String)>,
    field: String,
}

impl Client {
    pub(super) fn new(url: &str, origin: Option<&str>, headers: &[String], field: &str) -> Result<Self> {
        let uri: Uri = url.parse().with_context(|| format!("{url} is no address"))?;
        let (Some(scheme @ ("http" | "https")), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            anyhow::bail!(
                "{url} is no http or https address; name where the backend takes receipts, such as http://127.0.0.1:3000/receipts"
            );
        };
        let backend = format!("{scheme}://{authority}");
        let site = origin.unwrap_or(&backend).trim_end_matches('/').to_owned();
        let given: Uri = site.parse().with_context(|| format!("--origin {site} is no origin"))?;
        ensure!(given.scheme_str().is_some() && given.path() == "/", "--origin {site} is no origin; write it like https://site.example");
        let part = |line: &String| {
            let (name, value) = line.split_once(':').with_context(|| format!("--header \"{line}\" has no colon; write \"Name: value\""))?;
            Ok((name.trim().to_owned(), value.trim().to_owned()))
        };
        let headers = headers.iter().map(part).collect::<Result<_>>()?;
        let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        ensure!(!field.is_empty() && field.chars().all(plain), "--field {field} has other characters than letters, digits, -, _ and .");
        Ok(Self { agent: agent(USER_AGENT, PATIENCE), url: url.to_owned(), backend, site, headers, field: field.to_owned() })
    }

    /// The origin of the site's pages.
    pub(super) fn site(&self) -> &str {
        &self.site
    }

    /// Whether a browser would ask before it sends.
    pub(super) fn is_foreign(&self) -> bool {
        self.site != self.backend
    }

    /// Sends a receipt.
    pub(super) fn receipt(&self, envelope: Envelope, receipt: &Sealed) -> Result<Answer, Silence> {
        let (kind, body) = self.body(envelope, receipt);
        self.post(kind, Some(receipt.rid()), body)
    }

    /// Content type and body of a receipt.
    pub(super) fn body(&self, envelope: Envelope, receipt: &Sealed) -> (&'static str, String) {
        let claims = &receipt.claims;
        match envelope {
            Envelope::Cloudevents => {
                let kind = format!("dev.countersign.receipt.v1.{}", claims["kind"].as_str().unwrap_or_default());
                let event = json!({
                    "specversion": "1.0", "id": claims["rid"], "source": claims["svc"], "type": kind, "subject": claims["sub"],
                    "time": claims["iat"], "datacontenttype": "application/jose", "data": receipt.jws,
                });
                ("application/cloudevents+json", event.to_string())
            }
            Envelope::Jose => ("application/jose", receipt.jws.clone()),
            // Browsers add the charset by themselves.
            Envelope::Text => ("text/plain;charset=UTF-8", receipt.jws.clone()),
            // A compact JWS has no character that a form would escape.
            Envelope::Form => ("application/x-www-form-urlencoded", format!("{}={}", self.field, receipt.jws)),
        }
    }

    /// Posts any body.
    pub(super) fn post(&self, kind: &str, rid: Option<&str>, body: impl Into<Vec<u8>>) -> Result<Answer, Silence> {
        let mut headers = vec![("content-type", kind.to_owned()), ("origin", self.site.clone())];
        headers.extend(rid.map(|rid| ("idempotency-key", format!("\"{rid}\""))));
        self.send("POST", &self.url, &headers, Some(body.into()))
    }

    /// Asks what a page of the site may send.
    pub(super) fn preflight(&self) -> Result<Answer, Silence> {
        let headers = [
            ("origin", self.site.clone()),
            ("access-control-request-method", "POST".to_owned()),
            ("access-control-request-headers", "content-type,idempotency-key".to_owned()),
        ];
        self.send("OPTIONS", &self.url, &headers, None)
    }

    /// Reads an address; one that begins with a slash is on the backend's origin.
    pub(super) fn get(&self, address: &str) -> Result<Answer, Silence> {
        let url = if address.starts_with('/') { format!("{}{address}", self.backend) } else { address.to_owned() };
        self.send("GET", &url, &[("accept", "application/json, application/jose;q=0.9, */*;q=0.1".to_owned())], None)
    }

    /// Reads the address that receipts are posted to.
    pub(super) fn get_endpoint(&self) -> Result<Answer, Silence> {
        self.get(&self.url)
    }

    fn send(&self, method: &str, url: &str, headers: &[(&str, String)], body: Option<Vec<u8>>) -> Result<Answer, Silence> {
        let failed = |what: String| Silence::Failed(what);
        let mut request = Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        // What the author added goes to the backend alone, and a preflight never bears it.
        if url.starts_with(&self.backend) && method != "OPTIONS" {
            for (name, value) in &self.headers {
                request = request.header(name, value);
            }
        }
        let began = Instant::now();
        let answer = match body {
            Some(body) => self.agent.run(request.body(body).map_err(|cause| failed(cause.to_string()))?),
            None => self.agent.run(request.body(()).map_err(|cause| failed(cause.to_string()))?),
        };
        let silence = |cause: ureq::Error| match cause {
            ureq::Error::Timeout(_) => Silence::TimedOut,
            other => failed(other.to_string()),
        };
        let mut answer = answer.map_err(silence)?;
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let body = answer.body_mut().with_config().limit(1 << 20).lossy_utf8(true).read_to_string().map_err(silence)?;
        Ok(Answer { status: answer.status().as_u16(), headers, body, took: began.elapsed() })
    }
}
