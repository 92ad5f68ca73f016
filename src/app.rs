//! The loop: what the loader and the visitor ask becomes one event, core decides, effects are run in order.
//!
//! One [`App`] a page. It alone gathers inputs; the rooms below only return values.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use countersign_core::{By, Digest, Event, Instant, Notice, PurposeId, ReceiptId, Row, Session, Signal, Standing, Surface, wire};
use wasm_bindgen::prelude::JsValue;

use crate::failure::Failure;
use crate::platform::{Held, Host, Parsed, Ports, spawn};
use crate::{effects, outbox, seal};

/// Everything the widget holds for one page.
pub(crate) struct App {
    /// The loader.
    pub(crate) host: Host,
    /// The browser.
    pub(crate) ports: Ports,
    notices: RefCell<Vec<(Digest, Rc<Notice>)>>,
    session: RefCell<Option<Session>>,
    busy: Cell<bool>,
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
        let app = App { host, ports, notices: RefCell::default(), session: RefCell::default(), busy: Cell::new(false) };
        APP.set(Some(Rc::new(app)));
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

/// Takes one event to the rules and runs what they answer.
pub(crate) fn send(event: Event) {
    turn(event, None);
}

/// Changes the language of the widget and shows the current surface again; switches stay as they are.
pub(crate) fn change_locale(tag: &str, on: JsValue) {
    if let Some(app) = app() {
        app.host.set_locale(tag);
        if let Some(session) = app.session.replace(None) {
            turn(Event::Open(session.surface), Some(on));
        }
    }
}

/// One event at a time: a second click while a layer is on its way is dropped, not queued.
fn turn(event: Event, on: Option<JsValue>) {
    let Some(app) = app().filter(|app| !app.busy.replace(true)) else {
        return;
    };
    spawn(async move {
        let done = app.take(event).await;
        app.busy.set(false);
        if let Err(failure) = done {
            app.ports.warn(&failure.line());
        }
        if let Some(on) = on {
            app.ports.tick(&on);
        }
    });
}

/// The strings of an array.
pub(crate) fn texts(array: JsValue) -> Vec<String> {
    wire::texts_from(&Parsed(array))
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
    async fn take(&self, event: Event) -> Result<(), Failure> {
        let notice = self.notice().await?;
        let effects = {
            let mut held = self.session.borrow_mut();
            let session = held.get_or_insert_with(|| self.session_for(&notice));
            // Another tab or the loader may have chosen since.
            session.open = self.open_purposes();
            session.step(event, &notice, self.now(), self.new_id())
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
            signal: self.signal(),
            notice: Digest::parse(&self.host.notice(&notice.locale)).unwrap_or(notice.text),
            material: self.host.material(),
        }
    }

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

    /// The purposes that are open now, as the loader has them.
    pub(crate) fn open_purposes(&self) -> Vec<PurposeId> {
        texts(self.host.open()).iter().filter_map(|id| PurposeId::new(id).ok()).collect()
    }

    /// How things stand on this page.
    pub(crate) fn standing(&self) -> Standing {
        Standing { open: self.open_purposes(), by: By::from_letter(&self.host.by()), signal: self.signal() }
    }

    fn signal(&self) -> Signal {
        Signal::from_letter(&self.host.signal()).unwrap_or_default()
    }

    /// Every receipt of this browser, in the order of the chain.
    pub(crate) async fn rows(&self) -> Vec<Row> {
        wire::rows_from(&Parsed(self.ports.rows().await))
    }

    /// The notice in the locale in use.
    pub(crate) async fn notice(&self) -> Result<Rc<Notice>, Failure> {
        let locale = self.host.locale();
        match Digest::parse(&self.host.notice(&locale)) {
            Some(digest) => self.notice_by_digest(&locale, digest).await,
            None => Err(Failure::Altered(locale)),
        }
    }

    /// The notice with this digest, fetched once.
    pub(crate) async fn notice_by_digest(&self, locale: &str, digest: Digest) -> Result<Rc<Notice>, Failure> {
        if let Some((_, notice)) = self.notices.borrow().iter().find(|(known, _)| *known == digest) {
            return Ok(notice.clone());
        }
        let (url, text) = self.file("notice.", locale, digest, ".json").await?;
        let json = Parsed(self.ports.parse(&text));
        let notice = Rc::new(wire::notice_from(&json).map_err(|_| Failure::Altered(url))?);
        self.notices.borrow_mut().push((digest, notice.clone()));
        Ok(notice)
    }

    /// The full text behind a notice, as HTML; the browser's own cache keeps it.
    pub(crate) async fn text(&self, notice: &Notice) -> Result<String, Failure> {
        Ok(self.file("text.", &notice.locale, notice.text, ".html").await?.1)
    }

    /// A file of the build, held against the digest in its name, so that a receipt names what was really shown.
    async fn file(&self, kind: &str, locale: &str, digest: Digest, ending: &str) -> Result<(String, String), Failure> {
        let url = joined(&[&self.host.base(), kind, locale, ".", &digest.to_text(), ending]);
        match self.ports.file(&url).await.as_string() {
            None => Err(Failure::Missing(url)),
            Some(text) if Digest::of(text.as_bytes()) != digest => Err(Failure::Altered(url)),
            Some(text) => Ok((url, text)),
        }
    }

    /// The policy page in a locale: where withdrawing and the rights are described. The page's own address may name a parcel, so it is
    /// never used.
    pub(crate) fn policy_url(&self, notice: &Notice, locale: &str) -> String {
        joined(&[&self.host.base(), "policy/", &notice.version, "/", locale, ".html"])
    }
}
