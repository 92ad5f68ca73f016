//! What the widget holds for one page, and its one task: to seal what waits and to send it.
//!
//! One [`App`] a page. Surfaces and choices are TypeScript's (`src/ports/surfaces.ts`): it shows what the build rendered.

use std::cell::RefCell;
use std::rc::Rc;

use countersign_core::{Digest, Gist, Instant, ReceiptId, Row, wire};

use crate::platform::{Held, Host, Parsed, Ports, spawn};
use crate::{outbox, seal};

/// Everything the widget holds for one page.
pub(crate) struct App {
    /// The loader.
    pub(crate) host: Host,
    /// The browser.
    pub(crate) ports: Ports,
}

thread_local! {
    static APP: RefCell<Option<Rc<App>>> = const { RefCell::new(None) };
}

fn app() -> Option<Rc<App>> {
    APP.with_borrow(Clone::clone)
}

/// Takes the loader's host object and the browser's ports, and starts to seal and send.
pub(crate) fn start(host: Host, ports: Ports) {
    if app().is_none() {
        APP.set(Some(Rc::new(App { host, ports })));
    }
    sync();
}

/// Seals and sends in the background, one tab at a time.
pub(crate) fn sync() {
    if let Some(app) = app() {
        spawn(async move {
            let _held = Held::from_answer(app.ports.lock().await);
            seal::seal(&app).await;
            outbox::flush(&app).await;
        });
    }
}

/// Parts as one text; the standard library's `concat` would weigh ten times as much.
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
    }
    text
}

impl App {
    /// The visitor's clock.
    pub(crate) fn now(&self) -> Instant {
        Instant(self.ports.now() as u64)
    }

    /// Sixteen random bytes.
    pub(crate) fn random(&self) -> [u8; 16] {
        self.ports.random(16).try_into().unwrap_or_default()
    }

    /// A new random id.
    pub(crate) fn new_id(&self) -> ReceiptId {
        ReceiptId::from_random(self.random())
    }

    /// Every receipt of this browser, in the order of the chain.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        wire::rows_from(&Parsed(self.ports.rows().await))
    }

    /// The notice in the locale in use; `None` where its file does not come.
    pub(crate) async fn notice(&self) -> Option<Gist> {
        let locale = self.host.locale();
        self.notice_by_digest(&locale, Digest::parse(&self.host.notice(&locale))?).await
    }

    /// The notice with this digest.
    pub(crate) async fn notice_by_digest(&self, locale: &str, digest: Digest) -> Option<Gist> {
        wire::gist_from(&Parsed(self.ports.notice(locale, &digest.to_text()).await)).ok()
    }

    /// The policy page in a locale: where withdrawing and the rights are described. The page's own address may name a parcel, so it is
    /// never used.
    pub(crate) fn policy_url(&self, notice: &Gist, locale: &str) -> String {
        joined(&[&self.host.base(), "policy/", &notice.version, "/", locale, ".html"])
    }
}
