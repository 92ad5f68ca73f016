//! The loop: what the loader and the visitor ask becomes one event, core decides, effects are run in order.
//!
//! One [`App`] a page. It alone gathers inputs; the rooms below only return values.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use countersign_core::{Digest, Document, Event, Notice, PurposeId, ReceiptId, Session, Signal, Surface, wire};
use wasm_bindgen_futures::spawn_local;

use crate::dom::Dialog;
use crate::failure::Failure;
use crate::platform::{Host, IfBusy, Store, alone, now, random, text, when_online};
use crate::{effects, outbox, seal};

/// Everything the widget holds for one page.
pub(crate) struct App {
    /// The loader.
    pub(crate) host: Host,
    /// The dialog of layers 2 and 3, once it was opened.
    pub(crate) dialog: RefCell<Option<Dialog>>,
    store: RefCell<Option<Rc<Store>>>,
    notices: RefCell<Vec<(Digest, Rc<Notice>)>>,
    documents: RefCell<Vec<(Digest, Rc<Document>)>>,
    session: RefCell<Option<Session>>,
    busy: Cell<bool>,
}

thread_local! {
    static APP: RefCell<Option<Rc<App>>> = const { RefCell::new(None) };
}

fn app() -> Option<Rc<App>> {
    APP.with_borrow(Clone::clone)
}

/// Takes the loader's host object and starts to seal and send.
pub(crate) fn start(host: Host) {
    if app().is_some() {
        return;
    }
    let app = App {
        host,
        dialog: RefCell::default(),
        store: RefCell::default(),
        notices: RefCell::default(),
        documents: RefCell::default(),
        session: RefCell::default(),
        busy: Cell::new(false),
    };
    APP.set(Some(Rc::new(app)));
    when_online(sync);
    sync();
}

/// Seals and sends in the background. Two locks: sealing waits for its turn, sending is left to the tab that already sends.
pub(crate) fn sync() {
    let Some(app) = app() else {
        return;
    };
    spawn_local(async move {
        alone("countersign-seal", IfBusy::Wait, seal::seal(app.clone())).await;
        alone("countersign-send", IfBusy::Leave, outbox::flush(app)).await;
    });
}

/// Opens a surface.
pub(crate) fn open(surface: Surface) {
    send(Event::Open(surface));
}

/// Takes one event to the rules and runs what they answer.
pub(crate) fn send(event: Event) {
    spawn_local(async move {
        let done = match app() {
            Some(app) => app.handle(event).await,
            None => Err(Failure::NotStarted),
        };
        if let Err(failure) = done {
            failure.report();
        }
    });
}

/// Changes the language of the widget and shows the current surface again; switches stay as they are.
pub(crate) fn change_locale(tag: &str, on: Vec<String>) {
    let Some(app) = app() else {
        return;
    };
    app.host.set_locale(tag);
    let Some(surface) = app.session.replace(None).map(|session| session.surface) else {
        return;
    };
    spawn_local(async move {
        let shown = app.handle(Event::Open(surface)).await;
        app.dialog.borrow().as_ref().inspect(|dialog| dialog.tick(&on));
        if let Err(failure) = shown {
            failure.report();
        }
    });
}

/// The JWS of one receipt of this browser.
pub(crate) async fn receipt(id: &str) -> Result<String, Failure> {
    let app = app().ok_or(Failure::NotStarted)?;
    let row = app.store().await.rows().await.into_iter().find(|row| row.id.as_str() == id);
    row.map(|row| row.jws).ok_or_else(|| Failure::Missing(id.to_owned()))
}

/// All rows of this browser as a JSON array.
pub(crate) async fn export() -> Result<String, Failure> {
    let app = app().ok_or(Failure::NotStarted)?;
    let rows = app.store().await.rows().await;
    Ok(wire::json::array(rows.iter().map(wire::row_to_json)))
}

impl App {
    async fn handle(&self, event: Event) -> Result<(), Failure> {
        // One event at a time: a second click while a layer is on its way is dropped, not queued.
        if self.busy.replace(true) {
            return Ok(());
        }
        let done = self.take(event).await;
        self.busy.set(false);
        done
    }

    async fn take(&self, event: Event) -> Result<(), Failure> {
        let notice = self.notice().await?;
        let effects = {
            let mut session = self.session.borrow_mut();
            let session = session.get_or_insert_with(|| self.session_for(&notice));
            if !matches!(event, Event::Choose { .. }) {
                session.open = self.open_purposes();
            }
            let id = ReceiptId::from_random(random().ok_or(Failure::Browser("crypto", String::new()))?);
            session.step(event, &notice, now(), id)
        };
        for effect in effects {
            effects::run(self, &notice, effect).await?;
        }
        Ok(())
    }

    fn session_for(&self, notice: &Notice) -> Session {
        Session {
            surface: Surface::Page,
            open: self.open_purposes(),
            signal: Signal::from_letter(&self.host.signal()).unwrap_or_default(),
            notice: Digest::parse(&self.host.notice(&notice.locale)).unwrap_or_else(|| Digest::of(b"")),
            material: self.host.material(),
        }
    }

    /// The purposes that are open now, as the loader has them.
    pub(crate) fn open_purposes(&self) -> Vec<PurposeId> {
        self.host.open().iter().filter_map(|id| PurposeId::new(id).ok()).collect()
    }

    /// The notice in the locale in use.
    pub(crate) async fn notice(&self) -> Result<Rc<Notice>, Failure> {
        let locale = self.host.locale();
        let digest = self.host.notice(&locale);
        let digest = Digest::parse(&digest).ok_or(Failure::Altered(locale.clone()))?;
        self.notice_by_digest(&locale, digest).await
    }

    /// The notice with this digest; its bytes are held against the digest, so that a receipt names what was really shown.
    pub(crate) async fn notice_by_digest(&self, locale: &str, digest: Digest) -> Result<Rc<Notice>, Failure> {
        if let Some((_, notice)) = self.notices.borrow().iter().find(|(known, _)| *known == digest) {
            return Ok(notice.clone());
        }
        let (url, json) = self.file("notice.", locale, digest).await?;
        let notice = Rc::new(wire::notice_from_json(&json).map_err(|_| Failure::Altered(url))?);
        self.notices.borrow_mut().push((digest, notice.clone()));
        Ok(notice)
    }

    /// The document behind a notice.
    pub(crate) async fn document(&self, notice: &Notice) -> Result<Rc<Document>, Failure> {
        let digest = notice.text;
        if let Some((_, document)) = self.documents.borrow().iter().find(|(known, _)| *known == digest) {
            return Ok(document.clone());
        }
        let (url, json) = self.file("text.", &notice.locale, digest).await?;
        let document = Rc::new(wire::document_from_json(&json).map_err(|_| Failure::Altered(url))?);
        self.documents.borrow_mut().push((digest, document.clone()));
        Ok(document)
    }

    async fn file(&self, kind: &str, locale: &str, digest: Digest) -> Result<(String, String), Failure> {
        let url = [&self.host.base(), kind, locale, ".", &digest.to_string(), ".json"].concat();
        let json = text(&url).await?;
        if Digest::of(json.as_bytes()) != digest {
            return Err(Failure::Altered(url));
        }
        Ok((url, json))
    }

    /// The store of receipts, opened at first use.
    pub(crate) async fn store(&self) -> Rc<Store> {
        if let Some(store) = self.store.borrow().as_ref() {
            return store.clone();
        }
        let opened = Rc::new(Store::open().await);
        self.store.borrow_mut().get_or_insert(opened).clone()
    }

    /// Where receipts go, as an absolute address; `None` where the site has no backend or its notice cannot be had now.
    pub(crate) async fn endpoint(&self) -> Option<String> {
        let notice = self.notice().await.ok()?;
        let url = web_sys::Url::new_with_base(notice.site.endpoint.as_deref()?, &self.origin()).ok()?;
        Some(url.href())
    }

    /// The page's origin.
    pub(crate) fn origin(&self) -> String {
        web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
    }

    /// The policy page in a locale: where withdrawing and the rights are described. The page's own address may name a parcel, so it is
    /// never used.
    pub(crate) fn policy_url(&self, notice: Option<&Notice>, locale: &str) -> String {
        let version = notice.map_or("", |notice| notice.version.as_str());
        match version {
            "" => self.host.base(),
            version => [&self.host.base(), "policy/", version, "/", locale, ".html"].concat(),
        }
    }
}
