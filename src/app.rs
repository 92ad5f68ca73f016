//! What the widget holds for one page, and its one task: to seal what waits.
//!
//! One [`App`] a page. Surfaces and choices are TypeScript's (`src/ports/surfaces.ts`), and so is sending (`src/ports/outbox.ts`).

use std::cell::RefCell;
use std::rc::Rc;

use countersign_core::{Digest, Gist, Instant, ReceiptId, wire};

use crate::platform::{Host, Parsed, Ports, spawn};
use crate::seal;

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

/// Takes the loader's host object and the browser's ports.
pub(crate) fn start(host: Host, ports: Ports) {
    APP.set(Some(Rc::new(App { host, ports })));
}

/// Seals in the background, then says so.
pub(crate) fn sync() {
    if let Some(app) = APP.with_borrow(Clone::clone) {
        spawn(async move {
            seal::seal(&app).await;
            app.ports.sealed();
        });
    }
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
        // The standard library's `concat` would weigh ten times as much.
        let mut url = self.host.base();
        for part in ["policy/", &notice.version, "/", locale, ".html"] {
            url.push_str(part);
        }
        url
    }
}
