//! Signing in by an OpenID provider (OpenID Connect Core 1.0): the authorization code flow with PKCE, `state` and `nonce`.
//!
//! Enters: the settings, and the answer that a browser brings. Leaves: the address that a browser is sent to, and who came back.
//! The provider is first asked when somebody signs in, so that the receiver starts without it, and local accounts work without it.
//! Deliberately absent: who that person is here (`person`), cookies and pages, refresh and access tokens, and any address to go on to.

mod attempt;
mod id_token;
mod keys;
mod person;
mod provider;
mod refused;
mod settings;
mod whom;

pub(crate) use attempt::Attempt;
pub(crate) use refused::Refused;
pub use settings::{Issuer, OidcSettings, RoleClaim};
pub use whom::Whom;

use crate::USER_AGENT;
use crate::config::Origin;
use anyhow::Context;
use countersign_outward::agent;
use id_token::{Expected, IdToken};
use jiff::Timestamp;
use keys::KeySet;
use person::Person;
use provider::{Exchange, Metadata, exchange, get};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::Agent;

/// How long one question to the provider may take; whoever comes back waits for three at most, within the time of a request.
const ASK_LIMIT: Duration = Duration::from_secs(4);
/// How long what the provider says of itself, and its keys, are good for.
const REMEMBERED: Duration = Duration::from_secs(3_600);

/// The provider by which staff sign in.
#[derive(Clone)]
pub struct SignOn(Arc<Inner>);

struct Inner {
    settings: OidcSettings,
    secret: String,
    redirect_uri: String,
    agent: Agent,
    known: Mutex<Known>,
}

/// What was learned, and when.
#[derive(Default)]
struct Known {
    metadata: Option<(Instant, Arc<Metadata>)>,
    keys: Option<Arc<KeySet>>,
}

/// What a browser brings back.
pub(crate) struct Returned<'a> {
    pub(crate) code: &'a str,
    /// `iss` of RFC 9207.
    pub(crate) issuer: Option<&'a str>,
}

impl SignOn {
    /// Reads the secret; the provider is not asked yet. `origin` is the receiver's own.
    ///
    /// # Errors
    /// The file of the secret cannot be read, may be read by others than its owner, or holds none.
    pub fn new(settings: &OidcSettings, origin: &Origin) -> anyhow::Result<Self> {
        let secret = secret(&settings.client_secret_file).context("oidc: client_secret_file")?;
        let redirect_uri = format!("{origin}/staff/sign-on/back");
        let known = Mutex::default();
        Ok(Self(Arc::new(Inner { settings: settings.clone(), secret, redirect_uri, agent: agent(USER_AGENT, ASK_LIMIT), known })))
    }

    /// How the provider is called.
    pub(crate) fn name(&self) -> &str {
        &self.0.settings.name
    }

    /// Whom links are of.
    pub(crate) fn issuer(&self) -> &str {
        self.0.settings.issuer.as_str()
    }

    /// Where to send the browser for this attempt.
    pub(crate) async fn address(&self, attempt: &Attempt) -> Result<String, Refused> {
        let metadata = self.metadata().await?;
        let settings = &self.0.settings;
        let scope = settings.scopes.iter().fold("openid".to_owned(), |scope, one| format!("{scope} {one}"));
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("response_type", "code"), ("client_id", &settings.client_id), ("redirect_uri", &self.0.redirect_uri)])
            .extend_pairs([("scope", &scope), ("state", &attempt.state()), ("nonce", &attempt.nonce())])
            .extend_pairs([("code_challenge", attempt.challenge().as_str()), ("code_challenge_method", "S256")])
            .finish();
        let part = if metadata.authorization.contains('?') { '&' } else { '?' };
        Ok(format!("{}{part}{query}", metadata.authorization))
    }

    /// Who came back: what the provider says for the code, once all of it holds.
    pub(crate) async fn person(&self, attempt: &Attempt, returned: &Returned<'_>, now: Timestamp) -> Result<Person, Refused> {
        let metadata = self.metadata().await?;
        let is_its_own = returned.issuer.map_or(!metadata.names_itself, |issuer| issuer == self.issuer());
        if !is_its_own {
            return Err(Refused::OtherState);
        }
        let token = self.exchange(&metadata, returned.code, attempt).await?;
        let token = IdToken::parse(&token).map_err(Refused::Token)?;
        let keys = self.keys(&metadata, &token).await?;
        let key = keys.find(token.algorithm, token.key.as_deref()).ok_or(Refused::Token("is by a key that the provider does not have"))?;
        let (issuer, client_id) = (self.issuer(), self.0.settings.client_id.as_str());
        let claims = token.claims(key, &Expected { issuer, client_id, nonce: &attempt.nonce(), now }).map_err(Refused::Token)?;
        Person::of(&claims, &self.0.settings)
    }

    async fn metadata(&self) -> Result<Arc<Metadata>, Refused> {
        if let Some((at, metadata)) = &self.known().metadata
            && at.elapsed() < REMEMBERED
        {
            return Ok(metadata.clone());
        }
        let url = self.0.settings.issuer.metadata();
        let found = self.ask(move |inner| Metadata::of(&get(&inner.agent, &url)?, &inner.settings.issuer)).await?;
        let metadata = Arc::new(found);
        *self.known() = Known { metadata: Some((Instant::now(), metadata.clone())), keys: None };
        Ok(metadata)
    }

    /// The keys that are known, where the token's is among them; else those of now: the provider may have made a new one. Once, whatever comes.
    async fn keys(&self, metadata: &Metadata, token: &IdToken<'_>) -> Result<Arc<KeySet>, Refused> {
        let known = self.known().keys.clone();
        if let Some(keys) = known.filter(|keys| keys.find(token.algorithm, token.key.as_deref()).is_some()) {
            return Ok(keys);
        }
        let url = metadata.keys.clone();
        let found = self.ask(move |inner| KeySet::of(&get(&inner.agent, &url)?).ok_or("has no list of keys")).await?;
        let keys = Arc::new(found);
        self.known().keys = Some(keys.clone());
        Ok(keys)
    }

    async fn exchange(&self, metadata: &Arc<Metadata>, code: &str, attempt: &Attempt) -> Result<String, Refused> {
        let (inner, metadata, code, verifier) = (self.0.clone(), metadata.clone(), code.to_owned(), attempt.verifier());
        let work = move || {
            let (client_id, secret, redirect_uri) = (&inner.settings.client_id, &inner.secret, &inner.redirect_uri);
            exchange(&inner.agent, &metadata, &Exchange { client_id, secret, code: &code, verifier: &verifier, redirect_uri })
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(Refused::Away("was not asked to the end")))
    }

    async fn ask<T: Send + 'static>(&self, work: impl FnOnce(&Inner) -> Result<T, &'static str> + Send + 'static) -> Result<T, Refused> {
        let inner = self.0.clone();
        let done = tokio::task::spawn_blocking(move || work(&inner)).await;
        done.unwrap_or(Err("was not asked to the end")).map_err(Refused::Away)
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Without the secret.
impl fmt::Debug for SignOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignOn").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}

fn secret(path: &std::path::Path) -> anyhow::Result<String> {
    let shown = path.display();
    let text =
        std::fs::read_to_string(path).with_context(|| format!("{shown} cannot be read; put the secret there that the provider gave"))?;
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path)?.permissions());
        anyhow::ensure!(mode & 0o077 == 0, "{shown} may be read by others than its owner; change it with `chmod 600 {shown}`");
    }
    let text = text.trim();
    anyhow::ensure!(!text.is_empty() && !text.contains(char::is_control), "{shown} must hold the secret on one line and nothing else");
    Ok(text.to_owned())
}
