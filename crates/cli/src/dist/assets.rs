//! The files that a browser loads, as `cargo xtask web` leaves them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use countersign_core::Digest;

/// What stands in the loader in place of a site's tables.
pub(super) const PLACEHOLDER: &str = "__CS_TABLES__";

/// The loader and the widget.
pub(crate) struct Assets {
    pub(super) loader: String,
    pub(super) widget_script: Vec<u8>,
    pub(super) widget_wasm: Vec<u8>,
    /// The first 16 hexadecimal digits of the digest over both widget files.
    pub(super) digest: String,
}

impl Assets {
    /// Reads the assets from a folder, or from `web` beside the folder of this program.
    pub(crate) fn read(folder: Option<&Path>) -> Result<Self> {
        let folder = match folder {
            Some(folder) => folder.to_path_buf(),
            None => beside_program()?,
        };
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path)
                .with_context(|| format!("{} cannot be read; run `cargo xtask web`, or name the folder with --assets", path.display()))
        };
        let loader = String::from_utf8(read("countersign.js")?).context("countersign.js is not UTF-8; run `cargo xtask web`")?;
        let count = loader.matches(PLACEHOLDER).count();
        ensure!(count == 1, "countersign.js names {PLACEHOLDER} {count} times instead of once; run `cargo xtask web`");
        let (widget_script, widget_wasm) = (read("widget.js")?, read("widget.wasm")?);
        let digest = Digest::of(&[widget_script.as_slice(), widget_wasm.as_slice()].concat()).hex16();
        Ok(Self { loader, widget_script, widget_wasm, digest })
    }
}

/// `target/web` for the program `target/debug/countersign`.
fn beside_program() -> Result<PathBuf> {
    let program = std::env::current_exe().context("the folder of this program is unknown; name the assets with --assets")?;
    let folder = program.parent().and_then(Path::parent).context("this program lies in no folder; name the assets with --assets")?;
    Ok(folder.join("web"))
}
