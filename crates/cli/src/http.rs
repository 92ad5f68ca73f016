//! HTTP for commands that ask a site: one agent, over which every answer is a value.
//!
//! In: a time limit. Out: an agent that says a status as it is, follows no redirect by itself, and sends nothing about this machine but
//! the command's name. Certificates are held against Mozilla's list. Deliberately absent: cookies, proxies by environment, retries.

use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// What a server is told of the sender.
const USER_AGENT: &str = concat!("countersign/", env!("CARGO_PKG_VERSION"));

/// An agent whose requests each end within the time.
pub(crate) fn agent(limit: Duration) -> Agent {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(provider).root_certs(RootCerts::WebPki).build();
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(limit))
        .tls_config(tls)
        .user_agent(USER_AGENT)
        .build()
        .into()
}
