//! `GET /openapi.json`: the contract of this service, generated from the handlers themselves.

use super::{figures, handover, health, inbound, keys, ledger, lists, log, marketing, receipts, requests, staff, suppressions};
use axum::Json;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Countersign receiver",
        description = "Takes receipts of privacy choices, keeps them in an append-only ledger and countersigns them.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    paths(
        receipts::post,
        receipts::get,
        ledger::get,
        keys::get,
        health::get,
        get,
        log::checkpoint,
        log::witnessed,
        log::key,
        log::tile,
        log::proof,
        log::consistency,
        log::cosign,
        requests::get,
        requests::post,
        marketing::links,
        marketing::opt_in,
        marketing::mint,
        suppressions::list,
        suppressions::changes,
        lists::check,
        lists::import,
        inbound::post,
        inbound::list,
        inbound::settle,
        figures::open,
        figures::follow,
        figures::report,
        handover::make,
        handover::redeem,
        marketing::account,
        marketing::press,
        staff::sign_in,
        staff::sign_out,
        staff::list,
        staff::read,
        staff::decide,
        staff::acts,
    ),
    modifiers(&Doors)
)]
struct Contract;

/// By what a request is let in: the visitor's secret, the cookie of staff, or the key of a site's server.
struct Doors;

impl Modify for Doors {
    fn modify(&self, contract: &mut utoipa::openapi::OpenApi) {
        let components = contract.components.get_or_insert_default();
        let secret = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("What the visitor alone knows; the receipt names its SHA-256"));
        components.add_security_scheme("secret", SecurityScheme::Http(secret.build()));
        let server = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A key of the site's own servers; receiver.toml names its SHA-256"));
        components.add_security_scheme("server", SecurityScheme::Http(server.build()));
        let gateway = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("The secret of a gateway in receiver.toml"));
        components.add_security_scheme("gateway", SecurityScheme::Http(gateway.build()));
        let account = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token that the site's server had minted for somebody whom it has signed in"));
        components.add_security_scheme("account", SecurityScheme::Http(account.build()));
        components.add_security_scheme("staff", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("cs_staff"))));
    }
}

/// This document.
#[utoipa::path(get, operation_id = "readContract", path = "/openapi.json", responses((status = 200, description = "OpenAPI", body = Object)))]
pub(super) async fn get() -> Json<utoipa::openapi::OpenApi> {
    Json(Contract::openapi())
}
