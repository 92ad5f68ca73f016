//! The HTTP surface: a ledger and options in, a router out (formats page, section 8.1).
//! Each room below holds one resource; what they share stands here: limits of time, CORS, one log line a request.

mod figures;
mod files;
mod handover;
mod health;
mod inbound;
mod keys;
mod ledger;
mod lists;
mod log;
mod marketing;
mod metrics;
mod openapi;
mod receipts;
mod requests;
mod servers;
mod staff;
mod suppressions;
mod told;

use crate::addresses::Addresses;
use crate::config::{FileOptions, Origin};
use crate::fence::Watch;
use crate::ledger::Ledger;
use crate::marketing::{Figures, Keyrings, MarketingTables};
use crate::metrics::{Answered, Metrics};
use crate::problem::{RouteError, Word};
use crate::rights::RightsTables;
use crate::settings::{Limits, Settings};
use crate::sites::Sites;
use crate::staff::SignOn;
use axum::extract::{FromRef, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Extension, Router};
use files::Files;
use staff::Jar;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_http::cors::CorsLayer;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// How long a browser may remember a preflight answer.
const PREFLIGHT_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// What the router serves beside receipts, and to whom.
#[derive(Clone, Debug)]
pub struct RouterOptions {
    /// Other origins whose pages may send receipts and read answers.
    pub allow_origin: Vec<Origin>,
    /// Which files to serve.
    pub files: FileOptions,
    /// Whether `GET /v1/ledger` answers.
    pub public_ledger: bool,
    /// How long a request may take before it is answered with 503.
    pub request_timeout: Duration,
    /// The sites that are served, and what a sender may use.
    pub settings: Settings,
    /// Where to count.
    pub metrics: Arc<Metrics>,
    /// When answers to requests are due, by site.
    pub rights: RightsTables,
    /// The keys of marketing, by site.
    pub keyrings: Keyrings,
    /// How sites call their channels and topics.
    pub marketing: MarketingTables,
    /// The provider by which staff may sign in.
    pub sign_on: Option<SignOn>,
}

/// What the handlers share.
#[derive(Clone)]
struct Shared {
    ledger: Ledger,
    sites: Arc<Sites>,
    addresses: Arc<Addresses>,
    limits: Arc<Limits>,
    metrics: Arc<Metrics>,
    jar: Jar,
    keyrings: Keyrings,
    /// Where the page that verifies receipts is, where files of a build are served.
    verify: Option<String>,
    figures: Figures,
    marketing: MarketingTables,
    sign_on: Option<SignOn>,
}

impl FromRef<Shared> for Ledger {
    fn from_ref(shared: &Shared) -> Self {
        shared.ledger.clone()
    }
}

impl Default for RouterOptions {
    fn default() -> Self {
        Self {
            allow_origin: Vec::new(),
            files: FileOptions::default(),
            public_ledger: false,
            request_timeout: Duration::from_secs(15),
            settings: Settings::default(),
            metrics: Arc::default(),
            rights: RightsTables::default(),
            keyrings: Keyrings::default(),
            marketing: MarketingTables::default(),
            sign_on: None,
        }
    }
}

/// The whole service over `ledger`.
pub fn router(ledger: Ledger, options: &RouterOptions) -> Router {
    let watch = options.files.dist.as_deref().map(|dist| Arc::new(Watch::new(dist)));
    let files = Arc::new(Files::new(&options.files, watch.clone()));
    let clock = ledger.clone();
    let jar = Jar::of(ledger.issuer());
    let shared = Shared {
        figures: Figures::new(ledger.clone()),
        ledger,
        sites: Arc::new(Sites::new(&options.settings, &options.rights)),
        addresses: Arc::new(Addresses::new(&options.settings.limits)),
        limits: Arc::new(options.settings.limits.clone()),
        metrics: options.metrics.clone(),
        jar,
        keyrings: options.keyrings.clone(),
        verify: options.files.dist.is_some().then(|| format!("{}verify/", options.files.dist_base)),
        marketing: options.marketing.clone(),
        sign_on: options.sign_on.clone(),
    };
    let origins: Vec<&Origin> = options.allow_origin.iter().chain(shared.sites.origins()).collect();
    let cors = (!origins.is_empty()).then(|| cors(&origins));
    let mut api = Router::new()
        .route("/v1/receipts", post(receipts::post))
        .route("/v1/receipts/{rid}", get(receipts::get))
        .route("/v1/requests/{rid}", get(requests::get).post(requests::post))
        .route("/v1/handover", post(handover::make))
        .route("/v1/handover/redeem", post(handover::redeem))
        .route("/.well-known/jwks.json", get(keys::get))
        .route("/log/{site}/checkpoint", get(log::checkpoint))
        .route("/log/{site}/witnessed", get(log::witnessed))
        .route("/log/{site}/key", get(log::key))
        .route("/log/{site}/tile/{*tile}", get(log::tile))
        .route("/log/{site}/proof/{index}", get(log::proof))
        .route("/log/{site}/consistency", get(log::consistency))
        .route("/log/{site}/cosignatures", post(log::cosign))
        .route("/v1/suppressions", get(suppressions::list))
        .route("/v1/suppressions/changes", get(suppressions::changes))
        .route("/v1/suppressions/check", post(lists::check))
        .route("/v1/suppressions/import", post(lists::import))
        .route("/v1/inbound/{site}/{shape}", post(inbound::post))
        .route("/v1/replies", get(inbound::list))
        .route("/v1/replies/{id}", delete(inbound::settle))
        .route("/o/{file}", get(figures::open))
        .route("/r/{token}", get(figures::follow))
        .route("/v1/figures", get(figures::report))
        .route("/health", get(health::get))
        .route("/openapi.json", get(openapi::get))
        .merge(marketing::routes())
        .merge(staff::routes());
    if options.public_ledger {
        api = api.route("/v1/ledger", get(ledger::get));
    }
    let mut router = api
        .with_state(shared)
        .method_not_allowed_fallback(async || RouteError::MethodNotAllowed)
        .fallback(move |request| {
            let now = clock.now();
            files::serve(files, request, now)
        })
        .layer(Extension(watch))
        .layer(middleware::from_fn_with_state(options.request_timeout, limit_time));
    if let Some(cors) = cors {
        router = router.layer(cors);
    }
    router.layer(middleware::from_fn_with_state(options.metrics.clone(), note))
}

/// What answers at the address of `--metrics`, apart from everything else.
pub(crate) fn metrics_router(metrics: Arc<Metrics>) -> Router {
    Router::new().route("/metrics", get(metrics::get)).with_state(metrics).fallback(async || RouteError::NotFound)
}

/// Named origins only, never `*`, never credentials: receipts are sent without cookies.
fn cors(origins: &[&Origin]) -> CorsLayer {
    let origins = origins.iter().filter_map(|origin| HeaderValue::from_str(origin.as_str()).ok());
    CorsLayer::new()
        .allow_origin(origins.collect::<Vec<_>>())
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, IDEMPOTENCY_KEY])
        .expose_headers([header::RETRY_AFTER])
        .max_age(PREFLIGHT_AGE)
}

async fn limit_time(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => RouteError::TimedOut.into_response(),
    }
}

/// One line a request: the route's template, never the address itself (it may hold a receipt id),
/// and nothing of the sender (no IP address, no headers).
async fn note(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let start = Instant::now();
    let response = next.run(request).await;
    let elapsed = start.elapsed();
    let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let route = route.unwrap_or_else(|| "files".to_owned());
    let problem = response.extensions().get::<Word>().map(|word| word.0);
    tracing::info!(method = method.as_str(), route, status = response.status().as_u16(), problem, elapsed_ms, "answered");
    if let Some(problem) = problem {
        metrics.turned(problem);
    }
    metrics.answered(Answered { route, method: known(&method), status: response.status().as_u16() }, elapsed);
    response
}

/// A method's name where it is one of the usual ones: a sender may make up others, and each would be a metric of its own.
fn known(method: &Method) -> &'static str {
    let names = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"];
    names.into_iter().find(|name| method.as_str() == *name).unwrap_or("other")
}
