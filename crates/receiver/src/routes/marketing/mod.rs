//! Marketing over HTTP: what a site's own servers ask for, and the pages that a person's links lead to.

mod account;
mod confirm;
mod form;
mod html;
mod link;
mod mint;
mod tokens;
mod unsubscribe;
mod words;

pub(super) use account::{__path_get as __path_account, __path_post as __path_press};
pub(super) use mint::{__path_links, __path_opt_in};
pub(super) use tokens::__path_mint;

use super::Shared;
use axum::Router;
use axum::routing::{get, post};

/// The routes of marketing.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/u/{token}", get(unsubscribe::get).post(unsubscribe::post))
        .route("/c/{token}", get(confirm::get).post(confirm::post))
        .route("/v1/marketing/links", post(mint::links))
        .route("/v1/marketing/opt-ins", post(mint::opt_in))
        .route("/v1/marketing/tokens", post(tokens::mint))
        .route("/v1/marketing/account", get(account::get).post(account::post))
}
