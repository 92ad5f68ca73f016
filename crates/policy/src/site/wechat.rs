//! `[wechat]`: how pages speak with the mini program, or the app, whose web-view shows them (`www/docs/wechat.md`).
//!
//! In: the table of `site.toml`. Out: a [`SiteWechat`]. Deliberately absent: keys of any kind; everything here is public, because browsers
//! get it.

use super::diagnostic::{Code, Report};
use super::fields::{At, Fields};
use super::file::SiteFile;

pub(super) const KEYS: [&str; 3] = ["handover", "code", "page"];

/// What the code is called in the address of a page, where the site says nothing else.
const CODE: &str = "cs";

/// The table.
#[derive(Debug)]
pub(super) struct WechatTable {
    handover: Option<At<String>>,
    code: Option<At<String>>,
    page: Option<At<String>>,
}

/// How pages speak with what shows them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SiteWechat {
    /// Where codes are made, and below it redeemed: a path of the site or an address; `None`: there are none.
    pub handover: Option<String>,
    /// What the code is called in the address of a page.
    pub code: String,
    /// The mini program's page that takes the answer; `None`: the one before.
    pub page: Option<String>,
}

pub(super) fn read(fields: &Fields<'_>) -> WechatTable {
    WechatTable { handover: fields.text("handover"), code: fields.text("code"), page: fields.text("page") }
}

/// Checks address, name and page.
pub(super) fn check(file: &SiteFile, report: &Report<'_>) {
    let Some(table) = &file.wechat else { return };
    let clean = |text: &str| !text.contains(['"', '\'', '<', '>', ' ', '\\', ';', ',', '?', '#']);
    if let Some(handover) = &table.handover {
        let text = &handover.value;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let starts = text.starts_with('/') && !text.starts_with("//") || rest.is_some_and(|rest| !rest.is_empty());
        if !starts || text.ends_with('/') || !clean(text) {
            let help = "write a path of this site or a whole address, without a slash at its end: \"/v1/handover\"";
            report.add(Code::NotAnAddress, &handover.span, format!("`{text}` is no address for hand-overs"), help);
        }
    }
    if let Some(code) = &table.code {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !(1..=32).contains(&code.value.len()) || !code.value.bytes().all(fits) {
            let help = "write 1 to 32 characters of a-z, 0-9 and \"-\", such as \"cs\"";
            report.add(Code::NotAnId, &code.span, format!("`{}` cannot name a part of an address", code.value), help);
        }
    }
    if let Some(page) = &table.page
        && (!page.value.starts_with('/') || !clean(&page.value))
    {
        let help = "write the path of the page from the root of the mini program: \"/pages/consent/index\"";
        report.add(Code::NotAnAddress, &page.span, format!("`{}` is no page of a mini program", page.value), help);
    }
}

pub(super) fn lower(table: &WechatTable) -> SiteWechat {
    let owned = |text: &Option<At<String>>| text.as_ref().map(|text| text.value.clone());
    SiteWechat { handover: owned(&table.handover), code: owned(&table.code).unwrap_or_else(|| CODE.to_owned()), page: owned(&table.page) }
}
