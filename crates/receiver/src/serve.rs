//! Runs the service: options in, a listening socket until SIGTERM or SIGINT, then an orderly end.

use crate::config::{Origin, Serve};
use crate::connections::{self, Port, listen};
use crate::feed::Feeds;
use crate::fence::Watch;
use crate::ledger::{Clock, Ledger};
use crate::marketing::{Keyrings, MarketingTables};
use crate::retention;
use crate::rights::RightsTables;
use crate::routes::{RouterOptions, metrics_router, router};
use crate::settings::{Limits, Settings};
use crate::staff::SignOn;
use anyhow::Context;
use std::future::Future;
use std::net::SocketAddr;
use tokio::signal::unix::{SignalKind, signal};

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
    let settings = options.config.as_deref().map(Settings::read).transpose()?.unwrap_or_default();
    let port = if options.share_port { Port::Shared } else { Port::Own };
    let listener = listen(options.listen, port)?;
    let metrics_listener = options.metrics.map(|address| listen(address, port)).transpose()?;
    let address = listener.local_addr().context("the address listened at is unknown")?;
    let issuer = options.origin.clone().unwrap_or_else(|| Origin::of_address(address));
    let sign_on = settings.oidc.as_ref().map(|oidc| SignOn::new(oidc, &issuer)).transpose()?;
    let ledger = if options.create {
        Ledger::open_or_create(&options.database, &issuer, clock).await
    } else {
        Ledger::open(&options.database, &issuer, clock).await
    }?;
    let rights = rights(&options, &settings)?;
    let keys = settings.sites.iter().filter_map(|site| Some((&site.id, site.marketing_keys.as_deref()?)));
    let keyrings = Keyrings::read(keys)?;
    let marketing = marketing(&options, &settings)?;
    let router_options = RouterOptions {
        allow_origin: options.allow_origin,
        files: options.files,
        public_ledger: options.public_ledger,
        settings,
        rights,
        keyrings,
        marketing,
        sign_on,
        ..RouterOptions::default()
    };
    let app = router(ledger.clone(), &router_options);
    let metrics = router_options.metrics;
    let feeds = Feeds::start(&router_options.settings, &ledger, &metrics);
    let keeping = tokio::spawn(retention::keep(ledger.clone(), router_options.settings.sites.clone()));
    let ended = end_signal()?;
    if let Some(listener) = metrics_listener {
        let app = metrics_router(metrics.clone());
        // It ends with the process: whoever reads it asks again.
        tokio::spawn(async move {
            connections::serve(listener, app, &Limits::default(), std::sync::Arc::default(), std::future::pending()).await
        });
    }
    ready(address);
    tracing::info!(%address, issuer = issuer.as_str(), "listening");
    let ended = async {
        ended.await;
        tracing::info!("ending");
    };
    if !connections::serve(listener, app, &router_options.settings.limits, metrics, ended).await {
        tracing::warn!("requests were still running; ending all the same");
    }
    keeping.abort();
    feeds.end().await;
    ledger.close().await;
    Ok(())
}

/// The tables of `--dist` and of the configuration. A build from before there were any has none.
fn rights(options: &Serve, settings: &Settings) -> anyhow::Result<RightsTables> {
    let mut tables = RightsTables::default();
    if let Some(path) = options.files.dist.as_ref().map(|dist| dist.join("rights.json")).filter(|path| path.exists()) {
        tables.add(&path, None)?;
    }
    for (site, path) in settings.sites.iter().filter_map(|site| Some((&site.id, site.rights.as_ref()?))) {
        tables.add(path, Some(site))?;
    }
    Ok(tables)
}

/// The same for what channels and topics are called.
fn marketing(options: &Serve, settings: &Settings) -> anyhow::Result<MarketingTables> {
    let mut tables = MarketingTables::default();
    if let Some(path) = options.files.dist.as_ref().map(|dist| dist.join("marketing.json")).filter(|path| path.exists()) {
        tables.add(&path, None)?;
    }
    for (site, path) in settings.sites.iter().filter_map(|site| Some((&site.id, site.marketing.as_ref()?))) {
        tables.add(path, Some(site))?;
    }
    Ok(tables)
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
