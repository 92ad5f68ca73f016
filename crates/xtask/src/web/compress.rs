//! Compressed siblings of static files, so that any host can serve them without work.
//!
//! Enters: a `dist/`. Leaves: `.br` (brotli, quality 11, window 22) and `.gz` (gzip, level 9) beside each text or wasm file.

use crate::files::files;
use anyhow::{Context, Result};
use flate2::{Compression, write::GzEncoder};
use std::{fs, io::Write, path::Path};

/// Endings of files that shrink.
const TEXTS: [&str; 8] = ["css", "html", "js", "json", "map", "svg", "txt", "wasm"];

/// Writes the siblings of every file that shrinks.
pub(super) fn siblings(folder: &Path) -> Result<()> {
    for path in files(folder)? {
        if !path.extension().and_then(|end| end.to_str()).is_some_and(|end| TEXTS.contains(&end)) {
            continue;
        }
        let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        for (ending, packed) in [("br", brotli(&bytes)?), ("gz", gzip(&bytes)?)] {
            let sibling = format!("{}.{ending}", path.display());
            fs::write(&sibling, packed).with_context(|| format!("{sibling} cannot be written"))?;
        }
    }
    Ok(())
}

/// Bytes as brotli at quality 11, as a careful host sends them.
pub(crate) fn brotli(mut bytes: &[u8]) -> Result<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut bytes, &mut packed, &settings).context("brotli failed")?;
    Ok(packed)
}

/// Bytes as gzip at level 9, without name and time, so that the same bytes give the same file.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).context("gzip failed")?;
    encoder.finish().context("gzip failed")
}

#[cfg(test)]
mod tests {
    use super::{brotli, gzip};
    use std::io::Read;

    #[test]
    fn what_is_packed_unpacks_to_the_same_bytes() {
        let text = "one sentence, over and over. ".repeat(40);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli(text.as_bytes()).unwrap().as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, text.as_bytes());
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(gzip(text.as_bytes()).unwrap().as_slice()).read_to_string(&mut unpacked).unwrap();
        assert_eq!(unpacked, text);
    }
}
