//! Runs the service: options in, a listening socket until SIGTERM or SIGINT, then an orderly end.

use crate::config::{Origin, Serve};
use crate::fence::Watch;
use crate::ledger::{Clock, Ledger};
use crate::routes::{RouterOptions, router};
use anyhow::Context;
use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// How long running requests may take after the signal to end.
const DRAIN: Duration = Duration::from_secs(10);

/// Serves until a signal comes. `ready` is called once with the address listened at.
///
/// # Errors
/// The ledger cannot be opened, a folder is missing, or the address is taken.
pub async fn serve(options: Serve, clock: Clock, ready: impl FnOnce(SocketAddr)) -> anyhow::Result<()> {
    for folder in options.files.site.iter().chain(&options.files.dist) {
        anyhow::ensure!(folder.is_dir(), "{} is not a folder; build it first", folder.display());
    }
    if let (Some(_), Some(dist)) = (options.files.fence, &options.files.dist) {
        Watch::new(dist).check().with_context(|| format!("{} has no gate.json for --fence; build it again", dist.display()))?;
    }
    let listener = TcpListener::bind(options.listen).await.with_context(|| format!("{} cannot be listened at", options.listen))?;
    let address = listener.local_addr().context("the address listened at is unknown")?;
    let issuer = options.origin.clone().unwrap_or_else(|| Origin::of_address(address));
    let ledger = if options.create {
        Ledger::open_or_create(&options.database, &issuer, clock).await
    } else {
        Ledger::open(&options.database, &issuer, clock).await
    }?;
    let router_options = RouterOptions {
        allow_origin: options.allow_origin,
        files: options.files,
        public_ledger: options.public_ledger,
        ..RouterOptions::default()
    };
    let app = router(ledger.clone(), &router_options);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let ended = end_signal()?;
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        ended.await;
        tracing::info!("ending");
        // The receiver lives as long as the server.
        let _ = stop.send(());
    });
    ready(address);
    tracing::info!(%address, issuer = issuer.as_str(), "listening");
    let overdue = async {
        // An error means that the server ended by itself; then it is not overdue.
        if stopped.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(DRAIN).await;
    };
    tokio::select! {
        result = server => result.context("the server failed")?,
        () = overdue => tracing::warn!("requests were still running; ending all the same"),
    }
    ledger.close().await;
    Ok(())
}

/// Resolves at the first SIGTERM or SIGINT. The handlers stand when this returns.
fn end_signal() -> anyhow::Result<impl Future<Output = ()>> {
    let mut term = signal(SignalKind::terminate()).context("SIGTERM cannot be handled")?;
    let mut int = signal(SignalKind::interrupt()).context("SIGINT cannot be handled")?;
    Ok(async move {
        tokio::select! {
            _ = term.recv() => {}
            _ = int.recv() => {}
        }
    })
}
