//! `gate.json` on the disk. In: the built folder. Out: the table as it is now: a new build is taken up by itself, and where the file is
//! away or broken the last good table stays, because a cookie that this receiver did not know would count as no choice.

use super::table::{MAX_BYTES, Table, TableError};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::SystemTime;

/// The file, and what was read of it.
pub(crate) struct Watch {
    path: PathBuf,
    held: RwLock<Held>,
}

#[derive(Default)]
struct Held {
    modified: Option<SystemTime>,
    table: Option<Arc<Table>>,
}

impl Watch {
    /// Watches the file of a built folder, which need not be there yet.
    pub(crate) fn new(dist: &Path) -> Self {
        Self { path: dist.join("gate.json"), held: RwLock::default() }
    }

    /// Whether the file can be read now.
    ///
    /// # Errors
    /// [`TableError`] says why not.
    pub(crate) fn check(&self) -> Result<(), TableError> {
        self.read().map(|_| ())
    }

    /// The table.
    pub(crate) fn table(&self) -> Option<Arc<Table>> {
        let modified = self.path.metadata().and_then(|file| file.modified()).ok();
        // A panic while the lock was held cannot leave half a table.
        let held = self.held.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        if modified.is_none() || held.modified == modified {
            return held.table.clone();
        }
        drop(held);
        let fresh = self.read().inspect_err(|cause| tracing::warn!(%cause, "gate.json cannot be used; the last one stays"));
        let mut held = self.held.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.modified = modified;
        if let Ok(table) = fresh {
            held.table = Some(Arc::new(table));
        }
        held.table.clone()
    }

    fn read(&self) -> Result<Table, TableError> {
        let mut text = String::new();
        File::open(&self.path)?.take(MAX_BYTES).read_to_string(&mut text)?;
        Table::parse(&text)
    }
}
