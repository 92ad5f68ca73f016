//! What can go wrong in the widget, each with a stable code, and the one console line that says so.

use wasm_bindgen::JsValue;

/// A failure that leaves the page as it is.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The widget was not started.
    NotStarted,
    /// A file of the build did not arrive; its name.
    Missing(String),
    /// A file of the build is not what its name says; its name.
    Altered(String),
    /// A browser interface failed; its name and what it said.
    Browser(&'static str, String),
}

impl Failure {
    /// Wraps what a browser interface threw.
    pub(crate) fn browser(name: &'static str) -> impl Fn(JsValue) -> Self {
        move |cause| Self::Browser(name, js_sys::Error::from(cause).message().into())
    }

    /// Writes one line to the console.
    pub(crate) fn report(&self) {
        web_sys::console::warn_1(&self.to_string().into());
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (code, what) = match self {
            Self::NotStarted => ("CS-W1 the widget was not started: let the loader call boot()", ""),
            Self::Missing(file) => ("CS-W2 could not load ", file.as_str()),
            Self::Altered(file) => ("CS-W3 not what the build made, upload dist/ again: ", file.as_str()),
            Self::Browser(name, cause) => {
                out.write_str("CS-W4 ")?;
                out.write_str(name)?;
                (" failed: ", cause.as_str())
            }
        };
        out.write_str(code)?;
        out.write_str(what)
    }
}
