//! The dialog of layers 2 and 3: a `<dialog>` with an open shadow root, made once, filled anew for each surface.
//!
//! Modal by the browser's own means: the page behind is inert, focus stays inside and comes back on closing. Escape and a click beside
//! close it; neither is a choice.

use countersign_core::{Control, Event as Asked, Input, Surface};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CssStyleSheet, Element, Event, HtmlDialogElement, HtmlElement, HtmlSelectElement, MouseEvent, ShadowRoot, ShadowRootInit,
    ShadowRootMode,
};

use super::listen::Listener;
use super::{download, form};
use crate::app;
use crate::failure::Failure;

/// The dialog and its listeners.
pub(crate) struct Dialog {
    dialog: HtmlDialogElement,
    root: ShadowRoot,
    _listeners: Vec<Listener>,
}

impl Dialog {
    /// Makes the dialog at the end of the body.
    pub(crate) fn create() -> Result<Self, Failure> {
        Self::try_create().map_err(Failure::browser("dialog"))
    }

    fn try_create() -> Result<Self, JsValue> {
        let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::UNDEFINED)?;
        let body = document.body().ok_or(JsValue::UNDEFINED)?;
        let dialog: HtmlDialogElement = document.create_element("dialog")?.unchecked_into();
        dialog.set_id("countersign-dialog");
        // A dialog element takes no shadow root of its own (DOM, "attach a shadow root"): a host inside it does.
        let host = document.create_element("div")?;
        dialog.append_child(&host)?;
        let root = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
        adopt(&document, &root)?;
        body.append_child(&dialog)?;
        let listeners = vec![
            Listener::new(&root, "click", on_click(root.clone()))?,
            Listener::new(&root, "change", on_change(root.clone()))?,
            Listener::new(&dialog, "cancel", |event| {
                event.prevent_default();
                app::send(Asked::Close);
            })?,
            Listener::new(&dialog, "click", on_click_beside(dialog.clone()))?,
        ];
        Ok(Self { dialog, root, _listeners: listeners })
    }

    /// Fills the dialog and shows it, at an anchor where one is given.
    pub(crate) fn show(&self, markup: &JsValue, locale: &str, label: &str, anchor: Option<&str>) -> Result<(), Failure> {
        self.try_show(markup, locale, label, anchor).map_err(Failure::browser("dialog"))
    }

    fn try_show(&self, markup: &JsValue, locale: &str, label: &str, anchor: Option<&str>) -> Result<(), JsValue> {
        js_sys::Reflect::set(&self.root, &"innerHTML".into(), markup)?;
        self.dialog.set_lang(locale);
        self.dialog.set_attribute("aria-label", label)?;
        if !self.dialog.open() {
            self.dialog.show_modal()?;
        }
        self.dialog.set_scroll_top(0);
        let first = self.root.query_selector("[autofocus],h2")?;
        if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
            if first.tab_index() < 0 {
                first.set_tab_index(-1);
            }
            first.focus()?;
        }
        self.go(anchor)
    }

    fn go(&self, anchor: Option<&str>) -> Result<(), JsValue> {
        if let Some(place) = anchor.and_then(|anchor| self.root.get_element_by_id(anchor)) {
            reach(&place);
        }
        Ok(())
    }

    /// Puts the switches on that were on before.
    pub(crate) fn tick(&self, on: &[String]) {
        form::tick(&self.root, on);
    }

    /// Closes the dialog; the browser gives focus back to where it was.
    pub(crate) fn close(&self) {
        self.dialog.close();
    }
}

/// Scrolls to a heading and moves focus there, so that keyboard and reader go on from it.
fn reach(place: &Element) {
    place.scroll_into_view();
    if let Some(place) = place.dyn_ref::<HtmlElement>() {
        place.set_tab_index(-1);
        let _ = place.focus();
    }
}

/// Adopts the style sheet; a strict `style-src` allows that where it would refuse a style element.
fn adopt(document: &web_sys::Document, root: &ShadowRoot) -> Result<(), JsValue> {
    let adopted = CssStyleSheet::new().and_then(|sheet| {
        sheet.replace_sync(countersign_views::LAYERS_CSS)?;
        js_sys::Reflect::set(root, &"adoptedStyleSheets".into(), &js_sys::Array::of1(&sheet))
    });
    if adopted.is_err() {
        let style = document.create_element("style")?;
        style.set_text_content(Some(countersign_views::LAYERS_CSS));
        root.append_child(&style)?;
    }
    Ok(())
}

/// How a click was worked: no pointer was pressed where `detail` is zero.
fn input_of(event: &Event) -> Input {
    let clicks = event.dyn_ref::<MouseEvent>().map_or(0, |event| event.detail());
    match (event.is_trusted(), clicks) {
        (false, _) => Input::Script,
        (true, 0) => Input::Keyboard,
        (true, _) => Input::Pointer,
    }
}

fn on_click(root: ShadowRoot) -> impl FnMut(Event) {
    move |event| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let Ok(Some(control)) = target.closest("[data-cs],[data-cs-anchor]") else {
            return;
        };
        let choose = |control| {
            app::send(Asked::Choose { control, on: form::on(&root), input: input_of(&event), trusted: event.is_trusted() });
        };
        let anchor = control.get_attribute("data-cs-anchor");
        match (control.get_attribute("data-cs").as_deref(), anchor) {
            (Some("close"), _) => app::send(Asked::Close),
            (Some("accept"), _) => choose(Control::AcceptAll),
            (Some("refuse"), _) => choose(Control::RefuseAll),
            (Some("save"), _) => choose(Control::Save),
            (Some("withdraw"), _) => choose(Control::WithdrawAll),
            (Some("back"), _) => app::open(Surface::Preferences),
            (Some("receipts"), _) => app::open(Surface::Receipts),
            (Some("download"), _) => save_receipts(control.get_attribute("data-cs-receipt")),
            (Some("policy"), None) => {
                event.prevent_default();
                app::open(Surface::Policy(None));
            }
            (_, Some(anchor)) => {
                event.prevent_default();
                match root.get_element_by_id(&anchor) {
                    Some(place) => reach(&place),
                    None => app::open(Surface::Policy(Some(anchor))),
                }
            }
            _ => {}
        }
    }
}

fn on_change(root: ShadowRoot) -> impl FnMut(Event) {
    move |event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(select) = select.filter(|select| select.get_attribute("data-cs").as_deref() == Some("locale")) {
            app::change_locale(&select.value(), form::on(&root));
        }
    }
}

/// A click on the dialog element itself outside its box is a click beside: the backdrop belongs to the element.
fn on_click_beside(dialog: HtmlDialogElement) -> impl FnMut(Event) {
    move |event| {
        let Some(mouse) = event.dyn_ref::<MouseEvent>().filter(|_| event.target().as_ref() == Some(dialog.unchecked_ref())) else {
            return;
        };
        let place = dialog.get_bounding_client_rect();
        let (x, y) = (f64::from(mouse.client_x()), f64::from(mouse.client_y()));
        if x < place.left() || x > place.right() || y < place.top() || y > place.bottom() {
            app::send(Asked::Close);
        }
    }
}

fn save_receipts(id: Option<String>) {
    wasm_bindgen_futures::spawn_local(async move {
        let saved = match id {
            Some(id) => app::receipt(&id).await.and_then(|jws| download::download(&[id.as_str(), ".jws"].concat(), &jws)),
            None => app::export().await.and_then(|rows| download::download("receipts.json", &rows)),
        };
        if let Err(failure) = saved {
            failure.report();
        }
    });
}
