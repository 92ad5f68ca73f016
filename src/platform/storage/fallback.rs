//! Receipts without IndexedDB: rows in memory, mirrored into localStorage as far as that works.

use std::cell::RefCell;

use countersign_core::{Row, wire};
use web_sys::Storage;

const HEAD: &str = "cs.head";
const ROWS: &str = "cs.rows";

/// Rows and head as texts; localStorage holds one row a line.
#[derive(Debug, Default)]
pub(crate) struct Fallback {
    head: RefCell<Option<String>>,
    rows: RefCell<Vec<Row>>,
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

fn read(name: &str) -> Option<String> {
    local()?.get_item(name).ok()?
}

impl Fallback {
    pub(super) fn open() -> Self {
        let rows = read(ROWS).unwrap_or_default();
        let rows = rows.lines().filter_map(|line| wire::row_from_json(line).ok()).collect();
        Self { head: RefCell::new(read(HEAD)), rows: RefCell::new(rows) }
    }

    pub(super) fn head(&self) -> Option<String> {
        self.head.borrow().clone()
    }

    pub(super) fn rows(&self) -> Vec<Row> {
        self.rows.borrow().clone()
    }

    pub(super) fn append(&self, row: &Row, head: &str) -> bool {
        self.rows.borrow_mut().push(row.clone());
        *self.head.borrow_mut() = Some(head.to_owned());
        self.mirror();
        true
    }

    pub(super) fn update(&self, row: &Row) -> bool {
        if let Some(place) = self.rows.borrow_mut().iter_mut().find(|known| known.id == row.id) {
            *place = row.clone();
        }
        self.mirror();
        true
    }

    /// A full or refused localStorage leaves the rows in memory: this page still sends them.
    fn mirror(&self) {
        let rows: Vec<String> = self.rows.borrow().iter().map(wire::row_to_json).collect();
        if let (Some(local), Some(head)) = (local(), self.head.borrow().as_ref()) {
            let _ = local.set_item(ROWS, &rows.join("\n"));
            let _ = local.set_item(HEAD, head);
        }
    }
}
