//! A CSV file as batches of rows, and batches as requests: a few at once, their answers in the order of the file.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::thread;

use anyhow::{Context as _, Result, bail};
use countersign_suppression::{CsvReader, CsvRow};

/// Requests that are on their way at once: one is read and one is written while the receiver works on the third.
const AT_ONCE: usize = 3;
/// Bytes of rows in one request, about.
const MAX_BYTES: usize = 1024 * 1024;

/// Names that a column of addresses may have, in the order in which they are looked for.
pub(super) const ADDRESSES: [&str; 6] = ["address", "email", "phone", "mobile", "account", "hash"];

/// A file that is read.
pub(super) struct List {
    pub(super) reader: CsvReader<Box<dyn BufRead>>,
    shown: String,
}

impl List {
    /// Opens a file; `-` is the standard input.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let shown = if path == Path::new("-") { "the standard input".to_owned() } else { path.display().to_string() };
        let source: Box<dyn BufRead> = if path == Path::new("-") {
            Box::new(BufReader::new(std::io::stdin()))
        } else {
            Box::new(BufReader::new(File::open(path).with_context(|| format!("{shown} cannot be read"))?))
        };
        let reader = CsvReader::new(source).with_context(|| shown.clone())?;
        Ok(Self { reader, shown })
    }

    /// The place of the column of addresses: the named one, or the first that has a usual name.
    pub(super) fn addresses(&self, named: Option<&str>) -> Result<usize> {
        let wanted: Vec<String> = match named {
            Some(name) => vec![name.to_lowercase()],
            None => ADDRESSES.map(str::to_owned).to_vec(),
        };
        match wanted.iter().find_map(|name| self.reader.place(name)) {
            Some(place) => Ok(place),
            None => bail!(
                "{}: line 1: no column is called {}; the first line names the columns, and --column says which one holds addresses",
                self.shown,
                wanted.join(", ")
            ),
        }
    }

    /// Asks about all rows, `limit` at a time, and hands each batch with its answer on, in order.
    pub(super) fn ask<A: Send>(
        &mut self, limit: usize, ask: impl Fn(&[CsvRow]) -> Result<A> + Sync, mut take: impl FnMut(&[CsvRow], A) -> Result<()>,
    ) -> Result<()> {
        thread::scope(|scope| {
            let mut asked = VecDeque::new();
            let ask = &ask;
            loop {
                let batch = self.batch(limit)?;
                let is_end = batch.is_empty();
                if !is_end {
                    asked.push_back(scope.spawn(move || ask(&batch).map(|answer| (batch, answer))));
                }
                while asked.len() >= AT_ONCE || is_end && !asked.is_empty() {
                    let Some(first) = asked.pop_front() else { break };
                    let (batch, answer) = first.join().map_err(|_| anyhow::anyhow!("a request ended without an answer"))??;
                    take(&batch, answer)?;
                }
                if is_end {
                    return Ok(());
                }
            }
        })
    }

    /// The next rows; none at the end.
    fn batch(&mut self, limit: usize) -> Result<Vec<CsvRow>> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        let mut row = CsvRow::default();
        while batch.len() < limit && bytes < MAX_BYTES && self.reader.read(&mut row).with_context(|| self.shown.clone())? {
            bytes += row.fields().map(str::len).sum::<usize>();
            batch.push(row.clone());
        }
        Ok(batch)
    }
}
