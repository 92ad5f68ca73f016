//! The page side of the widget: the dialog, its listeners, the form in it, announcements and downloads.

mod announce;
mod dialog;
mod download;
mod form;
mod listen;

pub(crate) use announce::announce;
pub(crate) use dialog::Dialog;
