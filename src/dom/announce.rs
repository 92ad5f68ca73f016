//! One polite line for everybody: seen for a while, and read out by screen readers (WCAG 2.2, 4.1.3).

use wasm_bindgen::JsCast;

use crate::platform::timer;

/// How long the line stays, in milliseconds: long enough to read two sentences.
const STAYS_MS: u64 = 8_000;

const ID: &str = "countersign-status";

/// Says one line.
pub(crate) fn announce(text: &str) {
    let _ = try_announce(text);
}

fn try_announce(text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let line = match document.get_element_by_id(ID) {
        Some(line) => line,
        None => {
            let line = document.create_element("div").ok()?;
            line.set_id(ID);
            line.set_attribute("role", "status").ok()?;
            document.body()?.append_child(&line).ok()?;
            line
        }
    };
    // The live region must stand before its text comes, or some readers stay silent.
    let line: web_sys::HtmlElement = line.unchecked_into();
    let text = text.to_owned();
    timer(50, move || {
        line.set_text_content(Some(&text));
        timer(STAYS_MS, move || {
            if line.text_content().as_deref() == Some(&text) {
                line.remove();
            }
        });
    });
    Some(())
}
