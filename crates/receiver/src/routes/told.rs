//! What many routes answer alike when they refuse, as the contract tells it: each type stands in the description of a route for its rows.
//! Deliberately absent: refusals that a single route has; they stand with it.

use std::collections::BTreeMap;
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::problem::Problem;

/// Status, and the types of problem that it is told with.
type Row = (&'static str, &'static str);

const UNAVAILABLE: Row = ("503", "unavailable");
const TOO_SLOW: Row = ("408", "too-slow");
const TOO_LARGE: Row = ("413", "too-large");
const RATE_LIMITED: Row = ("429", "rate-limited");

/// The store is away, or too much waits for it.
pub(super) struct Unavailable;

impl IntoResponses for Unavailable {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        told(&[UNAVAILABLE])
    }
}

/// The same for routes that take a body: it came too slowly, or is too large.
pub(super) struct Unread;

impl IntoResponses for Unread {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        told(&[TOO_SLOW, TOO_LARGE, UNAVAILABLE])
    }
}

/// The same for routes that anybody may ask, so often and no oftener.
pub(super) struct Paced;

impl IntoResponses for Paced {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        told(&[TOO_SLOW, TOO_LARGE, RATE_LIMITED, UNAVAILABLE])
    }
}

fn told(rows: &[Row]) -> BTreeMap<String, RefOr<Response>> {
    let problem = Content::new(Some(Ref::from_schema_name(Problem::name())));
    let response = |types: &str| ResponseBuilder::new().description(types).content("application/problem+json", problem.clone()).build();
    rows.iter().map(|(status, types)| ((*status).to_owned(), RefOr::T(response(types)))).collect()
}
