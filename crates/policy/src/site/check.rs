//! Checks across the rows of `site.toml`: references, contradictions, forms of ids and addresses.
//!
//! In: a [`SiteFile`]. Out: findings in the report. Deliberately absent: other files.

use std::collections::BTreeMap;

use countersign_core::{Basis, PurposeId, PurposeKind};

use super::asked;
use super::backend;
use super::channel;
use super::consent::{self, TYPES};
use super::diagnostic::{Code, Report, suggest};
use super::domain;
use super::fields::At;
use super::file::{PurposeRow, SiteFile};
use super::phrases::Phrases;
use super::rights;
use super::scope;
use super::sdk;
use super::vendors::{catalogue, is_host};
use super::wechat;

/// Runs every check.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    check_ids(file, report);
    check_site(file, report);
    check_state_cookie(file, report);
    check_locales(file, report);
    check_references(file, report);
    check_vendors(file, report);
    check_recipients(file, report);
    check_countries(file, report);
    rights::check(file, report);
    sdk::check(file, report);
    scope::check(file, report);
    asked::check(file, report);
    channel::check(file, report);
    wechat::check(file, report);
    for purpose in &file.purposes {
        check_purpose(purpose, file, report);
    }
}

fn ids<'a>(rows: impl Iterator<Item = &'a At<String>>, report: &Report<'_>, table: &str) {
    let mut seen: Vec<&str> = Vec::new();
    for id in rows {
        if PurposeId::new(&id.value).is_err() {
            let message = format!("`{}` is not an id", id.value);
            report.add(Code::NotAnId, &id.span, message, "write 1 to 32 characters of a-z, 0-9 and \"-\"");
        }
        if seen.contains(&id.value.as_str()) {
            report.add(
                Code::DuplicateId,
                &id.span,
                format!("{table} has two rows called `{}`", id.value),
                "give each row an id of its own",
            );
        }
        seen.push(&id.value);
    }
}

fn check_ids(file: &SiteFile, report: &Report<'_>) {
    ids(file.site.id.iter(), report, "[site]");
    ids(file.notice.id.iter(), report, "[notice]");
    ids(file.purposes.iter().map(|row| &row.id), report, "[[purpose]]");
    ids(file.data.iter().map(|row| &row.id), report, "[[data]]");
    ids(file.recipients.iter().map(|row| &row.id), report, "[[recipient]]");
    ids(file.vendors.iter().map(|row| &row.id), report, "[[vendor]]");
    ids(file.permissions.iter().map(|row| &row.id), report, "[[permission]]");
    ids(file.asks.iter().map(|row| &row.id), report, "[[ask]]");
    ids(file.incidents.iter().map(|row| &row.id), report, "[[incident]]");
    ids(file.roles.iter().map(|row| &row.id), report, "[[role]]");
    ids(file.elsewhere.iter().map(|row| &row.id), report, "[[elsewhere]]");
    ids(file.channels.iter().map(|row| &row.id), report, "[[channel]]");
    ids(file.topics.iter().map(|row| &row.id), report, "[[topic]]");
    ids(file.rights.iter().map(|row| &row.id), report, "[[right]]");
    // The version names a folder of the archive and stands in receipts.
    if let Some(version) = &file.notice.version {
        let fits = version.value.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b)) && !version.value.starts_with('.');
        if !fits || version.value.len() > 32 {
            let help = "write up to 32 letters, digits, \".\", \"-\" and \"_\", such as \"1.0\" or \"2026-12-01\"";
            report.add(Code::NotAnId, &version.span, format!("`{}` cannot name a version", version.value), help);
        }
    }
}

fn check_site(file: &SiteFile, report: &Report<'_>) {
    let web = |text: &str| text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).map(str::to_owned);
    let clean = |text: &str| !text.contains(['"', '\'', '<', '>', ' ', '\\', ';', ',']);
    if let Some(origin) = &file.site.origin {
        let host = web(&origin.value);
        if !host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@']) && clean(&host)) {
            let help = "write scheme and host without a path: \"https://www.example.com\"";
            report.add(Code::NotAnAddress, &origin.span, format!("`{}` is not an origin", origin.value), help);
        }
    }
    if let Some(base) = &file.site.base {
        let starts = base.value.starts_with('/') && !base.value.starts_with("//") || web(&base.value).is_some();
        if !starts || !base.value.ends_with('/') || !clean(&base.value) {
            let help = "write a path that begins and ends with \"/\": \"/countersign/\"";
            report.add(Code::NotAnAddress, &base.span, format!("`{}` is not a folder of the site", base.value), help);
        }
    }
    backend::check(file, report);
    if let Some(requests) = &file.site.requests {
        let starts = requests.value.starts_with('/') && !requests.value.starts_with("//") || web(&requests.value).is_some();
        if !starts || requests.value.ends_with('/') || !clean(&requests.value) {
            let help = "write a path of this site or a whole address, without a slash at its end: \"/v1/requests\"";
            report.add(Code::NotAnAddress, &requests.span, format!("`{}` is no address for requests", requests.value), help);
        }
    }
    domain::check(&file.site, report);
    if let (Some(effective), Some(updated)) = (&file.notice.effective, &file.notice.updated)
        && updated.value > effective.value
    {
        let message = format!("updated on {}, after it took effect on {}", updated.value, effective.value);
        report.add(Code::UpdatedLater, &updated.span, message, "a changed policy usually takes effect on or after its change");
    }
}

/// Checks that the state cookie stays short with every purpose open: browsers and servers hold all cookies of a site to a few thousand bytes.
fn check_state_cookie(file: &SiteFile, report: &Report<'_>) {
    const MAX_BYTES: usize = 200;
    // Name, version, fingerprint, day and who spoke, with their dots; section 5 of `www/docs/formats.md`.
    let mut bytes = "cs=1.MATERIAL.99999.nu.".len();
    for purpose in file.purposes.iter().filter(|row| row.kind == PurposeKind::Additional) {
        bytes += purpose.id.value.len();
        if bytes > MAX_BYTES {
            let message = format!("with `{}` open as well, the state cookie has {bytes} bytes, more than {MAX_BYTES}", purpose.id.value);
            let help = "shorten the ids of the additional purposes, or join purposes that visitors would not tell apart";
            report.add(Code::CookieTooLong, &purpose.id.span, message, help);
            return;
        }
        bytes += 1;
    }
}

fn check_locales(file: &SiteFile, report: &Report<'_>) {
    for (place, row) in file.locales.iter().enumerate() {
        let earlier = || file.locales.iter().take(place);
        if earlier().any(|other| other.tag.value == row.tag.value) {
            report.add(Code::DuplicateLocale, &row.tag.span, format!("two locales are `{}`", row.tag.value), "keep one of them");
        } else if let Some(other) = earlier().find(|other| other.policy.value == row.policy.value) {
            let message = format!("`{}` and `{}` have the same policy file", other.tag.value, row.tag.value);
            report.add(Code::SamePolicy, &row.policy.span, message, "name the file in this language");
        }
        let others: Vec<&str> = file.locales.iter().map(|other| other.tag.value.as_str()).filter(|other| *other != row.tag.value).collect();
        if let Some(beside) = row.beside.as_ref().filter(|beside| !others.contains(&beside.value.as_str())) {
            let message = format!("`beside` is `{}`, which is no other [[locale]]", beside.value);
            report.add(Code::ForeignLocale, &beside.span, message, suggest(&beside.value, &others));
        }
    }
}

fn check_references(file: &SiteFile, report: &Report<'_>) {
    let purposes = || file.purposes.iter();
    let data: Vec<&At<String>> = file.data.iter().map(|row| &row.id).collect();
    let recipients: Vec<&At<String>> = file.recipients.iter().map(|row| &row.id).collect();
    let vendors: Vec<&At<String>> = file.vendors.iter().map(|row| &row.id).collect();
    let asked = file.permissions.iter().chain(&file.asks).flat_map(|row| &row.data);
    refer(&data, purposes().flat_map(|row| &row.data).chain(asked), "[[data]]", report);
    refer(&recipients, purposes().flat_map(|row| row.recipients.iter().flatten()), "[[recipient]]", report);
    refer(&vendors, purposes().flat_map(|row| &row.vendors), "[[vendor]]", report);
}

fn refer<'a>(rows: &[&At<String>], uses: impl Iterator<Item = &'a At<String>>, table: &str, report: &Report<'_>) {
    let names: Vec<&str> = rows.iter().map(|row| row.value.as_str()).collect();
    let mut used: Vec<&str> = Vec::new();
    for reference in uses {
        if !names.contains(&reference.value.as_str()) {
            let message = format!("no {table} row is called `{}`", reference.value);
            let near = suggest(&reference.value, &names);
            let link = if near.ends_with('?') { " Otherwise" } else { ", or" };
            report.add(Code::UnknownId, &reference.span, message, format!("{near}{link} add a {table} row with this id"));
        }
        used.push(&reference.value);
    }
    // A purpose that could not be read may use any row.
    if report.has_errors() {
        return;
    }
    for row in rows.iter().filter(|row| !used.contains(&row.value.as_str())) {
        let message = format!("no purpose uses the {table} row `{}`", row.value);
        report.add(Code::UnusedRow, &row.span, message, "name it in a purpose, or take the row out");
    }
}

fn check_vendors(file: &SiteFile, report: &Report<'_>) {
    for row in &file.vendors {
        let known = catalogue().iter().any(|vendor| vendor.id == row.id.value);
        // Cookies of the site's own need no host.
        if !known && row.hosts.is_empty() && row.storage.is_empty() {
            let near = super::diagnostic::nearest(&row.id.value, catalogue().iter().map(|vendor| vendor.id.as_str()));
            let near = near.map_or_else(String::new, |near| format!("did you mean `{near}`? otherwise "));
            let message = format!("`{}` is not in the vendor catalogue and names no host", row.id.value);
            let help = "add `hosts = [\"vendor.example\"]`, or for cookies of your own `storage = [...]` alone";
            report.add(Code::VendorWithoutHosts, &row.id.span, message, format!("{near}{help}"));
        }
        for name in row.consent.iter().flatten().filter(|name| !TYPES.contains(&name.value.as_str())) {
            report.add(Code::NotListed, &name.span, format!("`{}` is no consent type", name.value), suggest(&name.value, &TYPES));
        }
        for host in row.hosts.iter().filter(|host| !is_host(&host.value)) {
            let help = "write a host without scheme and stars: \"metrik.example\" covers its subdomains, \"metrik.example/pixel\" one path";
            report.add(Code::NotAHost, &host.span, format!("`{}` is not a host", host.value), help);
        }
    }
    check_calls(file, report);
    let mut owners: BTreeMap<String, &PurposeRow> = BTreeMap::new();
    for purpose in &file.purposes {
        for reference in &purpose.vendors {
            let Some(row) = file.vendors.iter().find(|row| row.id.value == reference.value) else { continue };
            for host in super::lower::vendor(row, file).hosts {
                match owners.get(&host) {
                    Some(other) if other.id.value != purpose.id.value => {
                        let message = format!("purposes `{}` and `{}` both claim the host {host}", other.id.value, purpose.id.value);
                        report.add(
                            Code::SharedHost,
                            &reference.span,
                            message,
                            "a request can have one purpose only: leave the vendor in one of them, or part it by paths",
                        );
                    }
                    Some(_) => {}
                    None => {
                        owners.insert(host, purpose);
                    }
                }
            }
        }
    }
}

/// A family of consent calls of which everything stays denied whatever the visitor chooses.
fn check_calls(file: &SiteFile, report: &Report<'_>) {
    for calls in consent::calls(file) {
        let dead = calls.grants.iter().all(|grant| grant.purposes.is_empty());
        for row in file.vendors.iter().filter(|row| dead && consent::family(row) == Some(calls.family)) {
            let message = format!("no choice grants `{}` anything: its consent calls always say denied", row.id.value);
            let help = if calls.family.types().is_empty() {
                "list it in an additional purpose, or write `calls = \"none\"`".to_owned()
            } else {
                format!(
                    "name what its purpose grants, such as `consent = [\"{}\"]`, or write `calls = \"none\"`",
                    calls.family.types().first().unwrap_or(&"")
                )
            };
            report.add(Code::GrantsNothing, &row.id.span, message, help);
        }
    }
}

/// Nobody is listed twice under two names, and a partner's policy is a page that a visitor can open.
fn check_recipients(file: &SiteFile, report: &Report<'_>) {
    let mut seen: Vec<String> = Vec::new();
    for row in &file.recipients {
        for name in std::iter::once(&row.name).chain(&row.also) {
            let folded = name.value.to_lowercase();
            if seen.contains(&folded) {
                let message = format!("two recipients are called `{}`", name.value);
                report.add(Code::SamePartner, &name.span, message, "keep one row, and name the other in its `also`");
            }
            seen.push(folded);
        }
        if let Some(policy) = row.policy.as_ref().filter(|policy| !sdk::is_web_address(&policy.value)) {
            let help = "write the whole address of its policy: \"https://partner.example/privacy\"";
            report.add(Code::NotAnAddress, &policy.span, format!("`{}` is no web address", policy.value), help);
        }
    }
}

fn check_countries(file: &SiteFile, report: &Report<'_>) {
    let storage = file.purposes.iter().flat_map(|row| row.storage.iter().flatten());
    let recipients = file.recipients.iter().filter_map(|row| row.country.as_ref());
    for country in storage.chain(recipients).chain(&file.site.jurisdictions) {
        let code = &country.value;
        if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_uppercase()) {
            let upper = code.to_uppercase();
            let help = if upper.len() == 2 && code != &upper {
                format!("write `{upper}`")
            } else {
                "write two capital letters, such as \"MY\" or \"CN\"".to_owned()
            };
            report.add(Code::NotACountry, &country.span, format!("`{code}` is not a country code"), help);
        } else if Phrases::of("en").is_none_or(|phrases| phrases.country(code).is_none()) {
            let message = format!("the country `{code}` has no name in the phrase data");
            report.add(Code::UnnamedCountry, &country.span, message, "visitors will see the code; check that it is the right one");
        }
    }
}

fn check_purpose(purpose: &PurposeRow, file: &SiteFile, report: &Report<'_>) {
    if purpose.kind == PurposeKind::Additional {
        return check_own_names(purpose, file, report);
    }
    if let Some(basis) = purpose.basis.as_ref().filter(|basis| basis.value == Basis::Consent) {
        let help = "a core purpose has no switch: write another basis, or `kind = \"additional\"`";
        report.add(Code::CoreByConsent, &basis.span, format!("the core purpose `{}` rests on consent", purpose.id.value), help);
    }
    let hosted =
        |id: &&At<String>| file.vendors.iter().any(|row| row.id.value == id.value && !super::lower::vendor(row, file).hosts.is_empty());
    if let Some(vendor) = purpose.vendors.iter().find(hosted) {
        let message = format!("the core purpose `{}` has vendors, and no gate will hold them", purpose.id.value);
        report.add(
            Code::CoreWithVendors,
            &vendor.span,
            message,
            "move them to an additional purpose, unless the service cannot work without them",
        );
    }
}

/// Clearing never takes what the product keeps for itself, so a name that covers it is a mistake.
fn check_own_names(purpose: &PurposeRow, file: &SiteFile, report: &Report<'_>) {
    for reference in &purpose.vendors {
        let Some(row) = file.vendors.iter().find(|row| row.id.value == reference.value) else { continue };
        if let Some(stored) = super::lower::vendor(row, file).storage.iter().find(|stored| stored.covers_ours()) {
            let message = format!("`{}` of `{}` covers what the product keeps for itself: `cs` and `cs.*`", stored.name, row.id.value);
            report.add(Code::OwnName, &reference.span, message, "write a longer name, so that a refusal is not cleared with it");
        }
    }
}
