//! The files that a browser loads, as `cargo xtask web` leaves them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use countersign_core::Digest;
use countersign_views::LAYERS_CSS;

/// The loader without parts, the loader with parts, the gate's module, the scan, the element of channels and the parts, each with the names that a build fills in.
const SCRIPTS: [(&str, &[&str]); 16] = [
    ("countersign.js", &["__CS_TABLES__"]),
    ("countersign.parts.js", &["__CS_TABLES__", "__CS_PARTS__"]),
    ("gate.js", &["__CS_GATE__"]),
    ("scan.js", &["__CS_SCAN__"]),
    ("auto.js", &["__CS_AUTO__"]),
    ("renew.js", &["__CS_RENEW__"]),
    ("first.js", &[]),
    ("wechat.js", &["__CS_WECHAT__"]),
    ("channels.js", &[]),
    ("calls.google.js", &["__CS_CALLS__"]),
    ("calls.uet.js", &["__CS_CALLS__"]),
    ("calls.clarity.js", &["__CS_CALLS__"]),
    ("calls.meta.js", &["__CS_CALLS__"]),
    ("calls.tiktok.js", &["__CS_CALLS__"]),
    ("calls.matomo.js", &["__CS_CALLS__"]),
    ("calls.sensors.js", &["__CS_CALLS__"]),
];

/// The widget's files, each as its name and its ending: what loads first, then what is fetched when it is needed.
const WIDGET: [(&str, &str); 8] = [
    ("widget", "js"),
    ("widget", "wasm"),
    ("widget", "fallback.js"),
    ("receipts", "js"),
    ("receipts", "wasm"),
    ("receipts", "fallback.js"),
    (SENDER, "js"),
    ("desk", "js"),
];

/// The file that sends receipts in other forms than one CloudEvent.
pub(super) const SENDER: &str = "send";

/// The page that verifies receipts, in a folder of its own.
const PAGE: [&str; 5] = ["index.html", "style.css", "verify.js", "verify.wasm", "verify.fallback.js"];

/// The widget and the other scripts.
pub(crate) struct Assets {
    scripts: BTreeMap<&'static str, String>,
    /// Name, ending and bytes of the widget's files: those of [`WIDGET`], then the style of the layers.
    files: Vec<(&'static str, &'static str, Vec<u8>)>,
    /// The page that verifies receipts: its files by name.
    pub(super) page: Vec<(&'static str, Vec<u8>)>,
    /// The digest over all of these files, in this order.
    pub(super) widget: Digest,
    /// Its first 12 hexadecimal digits.
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
        let mut scripts = BTreeMap::new();
        for (file, names) in SCRIPTS {
            let text = String::from_utf8(read(file)?).with_context(|| format!("{file} is not UTF-8; run `cargo xtask web`"))?;
            for name in names {
                let count = text.matches(name).count();
                ensure!(count == 1, "{file} names {name} {count} times instead of once; run `cargo xtask web`");
            }
            scripts.insert(file, text);
        }
        let mut files = Vec::new();
        for (name, ending) in WIDGET {
            files.push((name, ending, read(&format!("{name}.{ending}"))?));
        }
        files.push(("layers", "css", LAYERS_CSS.as_bytes().to_vec()));
        let all: Vec<&[u8]> = files.iter().map(|(_, _, bytes)| bytes.as_slice()).collect();
        let widget = Digest::of(&all.concat());
        let page = PAGE.iter().map(|name| Ok((*name, read(&format!("verify/{name}"))?))).collect::<Result<_>>()?;
        Ok(Self { scripts, files, page, widget, digest: widget.hex12() })
    }

    /// The widget's files by their names in `dist/`; the sender is left out where no backend of the site needs it.
    pub(super) fn widget_files(&self, sender: bool) -> impl Iterator<Item = (String, &[u8])> {
        let wanted = move |name: &str| sender || name != SENDER;
        let files = self.files.iter().filter(move |(name, _, _)| wanted(name));
        files.map(|(name, ending, bytes)| (format!("{name}.{}.{ending}", self.digest), bytes.as_slice()))
    }

    /// A script of [`SCRIPTS`] with its names replaced, in this order, each by a value of JavaScript.
    ///
    /// The result may stand inside a `<script>` element: it holds neither a closing tag nor the start of a comment.
    pub(super) fn script(&self, file: &str, values: &[(&str, &str)]) -> String {
        let text = self.scripts.get(file).map_or("", String::as_str);
        values
            .iter()
            .fold(text.to_owned(), |text, (name, value)| text.replacen(name, value, 1))
            .replace("</script", "<\\/script")
            .replace("<!--", "<\\!--")
    }
}

/// `target/web` for the program `target/debug/countersign`.
fn beside_program() -> Result<PathBuf> {
    let program = std::env::current_exe().context("the folder of this program is unknown; name the assets with --assets")?;
    let folder = program.parent().and_then(Path::parent).context("this program lies in no folder; name the assets with --assets")?;
    Ok(folder.join("web"))
}
