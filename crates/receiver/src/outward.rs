//! The client by which the receiver asks other hosts: a limit of time in, a client out that follows no redirect and uses no proxy.
//! Deliberately absent: addresses in what it says of a failure, because they may hold a token.

use std::sync::Arc;
use std::time::Duration;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

/// A client that gives up after `limit`. It blocks, so it works on a thread of its own.
pub(crate) fn agent(limit: Duration) -> Agent {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder().unversioned_rustls_crypto_provider(provider).root_certs(RootCerts::WebPki).build();
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(limit))
        .tls_config(tls)
        .user_agent(concat!("countersign-receiver/", env!("CARGO_PKG_VERSION")))
        .build()
        .into()
}

/// The kind of failure; what an error of the client quotes may hold the address, and with it a token.
pub(crate) fn without_address(cause: &ureq::Error) -> &'static str {
    match cause {
        ureq::Error::Timeout(_) => "it took too long",
        ureq::Error::HostNotFound => "its host has no address",
        ureq::Error::ConnectionFailed | ureq::Error::Io(_) => "the connection failed",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "its certificate does not hold",
        _ => "the exchange failed",
    }
}
