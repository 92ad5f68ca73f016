//! The figures of a site over time.

use super::{page, people};
use crate::console::Period;
use crate::routes::Shared;
use crate::routes::staff::{guard, html};
use crate::staff::May;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

/// Whose figures, and of which time.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(in crate::routes::staff) struct Which {
    site: String,
    period: String,
}

pub(in crate::routes::staff) async fn figures(
    State(shared): State<Shared>, headers: HeaderMap, which: Result<Query<Which>, QueryRejection>,
) -> Response {
    let which = which.map(|Query(which)| which).unwrap_or_default();
    let outcome = async {
        let session = guard::allowed(&shared.ledger, shared.jar, &headers, May::Look).await?;
        let sites = people::sites(&shared);
        let site = sites.iter().find(|site| site.as_str() == which.site).or(sites.first());
        let period = Period::from_name(&which.period).unwrap_or(Period::Month);
        Ok(match site {
            Some(site) => {
                let figures = shared.ledger.figures(site, period).await?;
                let (first, last) = figures.span();
                let opened = shared.ledger.opened(site, &first, &last).await?;
                html::figures::figures(&session, &sites, Some((site, period, &figures)), &opened)
            }
            None => html::figures::figures(&session, &sites, None, &[]),
        })
    };
    page(outcome.await)
}
