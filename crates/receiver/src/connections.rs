//! Listening and accepting: a socket and a service in, connections served until the signal to end.
//! A client that is slow with its head is cut off, and only so many connections are open at once; what is open at the end
//! finishes the request that it is in. With a shared port the next process accepts before this one stops, so that a restart refuses nobody;
//! only what the system hands over between the last look and the close is reset, unread.

use crate::addresses::Peer;
use crate::metrics::Metrics;
use crate::settings::Limits;
use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;
use tower::{Service, ServiceExt};

/// How long running requests may take after the signal to end.
const DRAIN: Duration = Duration::from_secs(10);
/// How long to wait when the system has no file handles left.
const PAUSE: Duration = Duration::from_millis(100);
/// How long to go on accepting what the system has already taken, after the signal to end.
const LAST_CALL: Duration = Duration::from_millis(20);
/// Connections that the system keeps until they are accepted.
const BACKLOG: u32 = 1_024;

/// Whether another process may listen at the same address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Port {
    Own,
    Shared,
}

/// Listens at `address`.
pub(crate) fn listen(address: SocketAddr, port: Port) -> anyhow::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }.context("no socket can be made")?;
    let taken = || format!("{address} cannot be listened at");
    socket.set_reuseaddr(true).with_context(taken)?;
    #[cfg(unix)]
    socket.set_reuseport(port == Port::Shared).with_context(taken)?;
    socket.bind(address).with_context(taken)?;
    socket.listen(BACKLOG).with_context(taken)
}

/// Serves `app` until `ended`, then lets what runs finish within ten seconds; whether all of it did.
pub(crate) async fn serve(
    listener: TcpListener, app: Router, limits: &Limits, metrics: Arc<Metrics>, ended: impl Future<Output = ()>,
) -> bool {
    let room = Arc::new(Semaphore::new(usize::try_from(limits.connections.get()).unwrap_or(Semaphore::MAX_PERMITS)));
    let graceful = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(Duration::from_secs(limits.header_secs.get().into()));
    tokio::pin!(ended);
    let take = async || {
        let permit = room.clone().acquire_owned().await;
        (permit, listener.accept().await)
    };
    let open = |permit, stream, address| {
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(prompt(stream)), service(&app, address)));
        let metrics = metrics.clone();
        tokio::spawn(async move {
            metrics.connections.inc();
            // A client that hangs up or is too slow is no event.
            let _ = connection.await;
            metrics.connections.dec();
            drop(permit);
        });
    };
    loop {
        let (permit, accepted) = tokio::select! {
            taken = take() => taken,
            () = &mut ended => break,
        };
        match accepted {
            Ok((stream, address)) => open(permit, stream, address),
            Err(cause) => {
                tracing::warn!(%cause, "a connection could not be accepted");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    // Those that the system has taken already would be reset when the listener closes.
    while let Ok((permit, Ok((stream, address)))) = tokio::time::timeout(LAST_CALL, take()).await {
        open(permit, stream, address);
    }
    drop(listener);
    tokio::time::timeout(DRAIN, graceful.shutdown()).await.is_ok()
}

/// Answers are small: they go out at once.
fn prompt(stream: TcpStream) -> TcpStream {
    if stream.set_nodelay(true).is_err() {
        tracing::debug!("a connection has no TCP_NODELAY");
    }
    stream
}

fn service(app: &Router, address: SocketAddr) -> TowerToHyperService<impl Answers + use<>> {
    TowerToHyperService::new(app.clone().map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(address.ip()));
        request
    }))
}

/// A service over requests as they come from the wire.
trait Answers: Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> + Clone + Send {}

impl<S: Service<Request<Incoming>, Response = Response, Error = Infallible, Future: Send> + Clone + Send> Answers for S {}
