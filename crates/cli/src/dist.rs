//! `dist/`: every file of a build, planned in memory first, then written at once.
//!
//! In: a bundle, the assets that a browser loads, the archive of earlier versions. Out: files by path (section 2 of `www/docs/formats.md`).
//! The same input gives the same bytes: there is no clock here.

mod age;
mod ahead;
mod announcement;
mod archive;
mod ask;
mod assets;
mod auto;
mod autoconsent;
mod beside;
mod calls;
mod channels;
mod csp;
mod desk;
mod fence;
mod gate;
mod gate_json;
mod headers;
mod incidents;
mod insets;
mod loader;
mod manifest;
mod marketing_json;
mod native;
mod policy_pages;
mod renew;
mod rights;
mod rights_json;
#[cfg(test)]
mod sample;
mod scan;
mod scope;
mod separate;
mod snippet;
mod transfers;
mod updates;
mod wechat;
mod well_known;
#[cfg(test)]
mod words;
mod write;

use std::collections::BTreeMap;

use anyhow::Result;
use countersign_core::wire::{Shows, notice_file};
use countersign_core::{Digest, Notice};
use countersign_policy::{Bundle, LocalePart, Position, catalogue_digest};
use countersign_views::policy_text;

pub(crate) use ahead::{beside, version_in};
pub(crate) use announcement::NAME as ANNOUNCEMENT;
pub(crate) use archive::{Archive, archived};
pub(crate) use assets::Assets;
pub(crate) use write::write;

/// Files by path; paths are relative and parted by `/`.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// One language with the bytes of its files.
pub(crate) struct Page {
    notice: Notice,
    notice_json: String,
    notice_digest: Digest,
    layer2: String,
    text: String,
    desk: String,
}

impl Page {
    fn new(bundle: &Bundle, part: &LocalePart, assets: &Assets, archive: &Archive) -> Self {
        let insets = insets::of(part);
        let text = policy_text(&part.notice, &part.document);
        let notice = part.notice.clone().with_text(Digest::of(text.as_bytes())).with_insets(insets.folds);
        let notice = notice.with_build(catalogue_digest(), assets.widget);
        let pages = desk::pages(bundle, part, &notice, archive);
        let links = desk::links(&pages);
        let (layer2, seconds) = beside::layer2(bundle, part, (&notice, &links), archive);
        let desk = desk::json(part, &notice, &[insets.contents, seconds].concat(), &pages);
        let digest = |text: &str| Digest::of(text.as_bytes());
        let notice_json = notice_file(&notice, &Shows { layer2: digest(&layer2), text: notice.text, desk: digest(&desk) });
        let notice_digest = digest(&notice_json);
        Self { notice, notice_json, notice_digest, layer2, text, desk }
    }

    /// What browsers fetch of it: each file's kind and ending, its bytes, and by whose digest it is called. That is its own but for layer 2,
    /// which is called by its notice's, so that both can be asked for at once; the notice holds what layer 2 has to be.
    fn files(&self) -> [(&'static str, &'static str, &str, Digest); 4] {
        let own = |kind, ending, text| (kind, ending, text, Digest::of(str::as_bytes(text)));
        [
            own("notice", "json", &self.notice_json),
            ("layer2", "html", &self.layer2, self.notice_digest),
            own("text", "html", &self.text),
            own("desk", "json", &self.desk),
        ]
    }
}

/// Every file of the build.
pub(crate) fn plan(bundle: &Bundle, assets: &Assets, archive: &Archive) -> Result<Files> {
    let pages: Vec<Page> = bundle.parts.iter().map(|part| Page::new(bundle, part, assets, archive)).collect();
    let mut files = Files::new();
    let mut put = |path: String, bytes: &[u8]| {
        files.insert(path, bytes.to_vec());
    };
    for page in &pages {
        for (kind, ending, text, digest) in page.files() {
            put(format!("{kind}.{}.{digest}.{ending}", page.notice.locale), text.as_bytes());
        }
    }
    for (path, text) in policy_pages::pages(bundle, archive) {
        put(path, text.as_bytes());
    }
    if let (Some(part), Some(text)) = (bundle.parts.first(), announcement::json(bundle, archive)) {
        put(format!("policy/{}/{ANNOUNCEMENT}", part.notice.version), text.as_bytes());
    }
    let gate = gate::module(bundle, assets);
    put(format!("gate.{}.js", gate.digits), gate.script.as_bytes());
    // What earlier versions left comes first: everything else reads the state that it makes of theirs.
    let first = (bundle.position == Position::Dialog).then(|| assets.script("first.js", &[]));
    let wechat = wechat::part(bundle, assets);
    let parts = renew::part(bundle, assets, archive).into_iter().chain(first).chain(wechat);
    let parts: Vec<String> = parts.chain(calls::parts(bundle, assets)).collect();
    let script = loader::script(bundle, &pages, assets, &gate.digits, &parts)?;
    let sends_otherwise = |page: &Page| page.notice.site.backends.iter().any(|backend| !backend.how.is_empty());
    for (path, bytes) in assets.widget_files(pages.iter().any(sends_otherwise)) {
        put(path, bytes);
    }
    for (name, bytes) in &assets.page {
        put(format!("verify/{name}"), bytes);
    }
    put("countersign.js".to_owned(), script.as_bytes());
    put("countersign.d.ts".to_owned(), loader::TYPES.as_bytes());
    if bundle.parts.iter().any(|part| !part.channels.is_empty()) {
        put("countersign.channels.js".to_owned(), assets.script("channels.js", &[]).as_bytes());
    }
    if let Some(first) = bundle.parts.first() {
        let parts = [vec![auto::part(bundle, &first.notice, assets)], parts].concat();
        put("countersign.auto.js".to_owned(), loader::script(bundle, &pages, assets, &gate.digits, &parts)?.as_bytes());
        put(".well-known/gpc.json".to_owned(), well_known::gpc(&first.notice).as_bytes());
        put(".well-known/dnt/index.json".to_owned(), well_known::dnt(bundle, &first.notice).as_bytes());
        let fence = fence::Fence::new(bundle, &first.notice, &script);
        put("csp.txt".to_owned(), csp::text(&fence).as_bytes());
        put("gate.json".to_owned(), gate_json::json(bundle, &first.notice, &fence).as_bytes());
        let rights = bundle.parts.first().map(|part| part.rights.as_slice()).unwrap_or_default();
        put("rights.json".to_owned(), rights_json::json(bundle, &first.notice, rights).as_bytes());
        put("marketing.json".to_owned(), marketing_json::json(bundle, &first.notice).as_bytes());
        for (path, text) in headers::files(bundle, &first.notice, &fence) {
            put(path, text.as_bytes());
        }
        put("scan.js".to_owned(), scan::script(bundle, &first.notice, assets).as_bytes());
        put("autoconsent.json".to_owned(), autoconsent::rule(&first.notice).as_bytes());
        put("snippet.html".to_owned(), snippet::html(bundle, &script).as_bytes());
    }
    let notices: Vec<(&Notice, Digest)> = pages.iter().map(|page| (&page.notice, page.notice_digest)).collect();
    if let Some(json) = bundle.wechat.as_ref().and_then(|_| native::json(bundle, &notices)) {
        put("mini-program.js".to_owned(), native::script(&json).as_bytes());
        put("mini-program.json".to_owned(), json.as_bytes());
    }
    let manifest = manifest::json(bundle, &pages, assets, &files);
    files.insert("manifest.json".to_owned(), manifest.into_bytes());
    Ok(files)
}

/// The address of a language's policy page.
fn policy_url(bundle: &Bundle, notice: &Notice) -> String {
    format!("{}policy/{}/{}.html", bundle.base, notice.version, notice.locale)
}
