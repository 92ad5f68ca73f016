//! An edition: one version of a policy in one language, kept so that later versions can be compared with it.
//!
//! In: a notice and its document, or the JSON that was kept (section 2.1 of `www/docs/formats.md`). Out: the JSON, or what a comparison needs. The
//! widget's phrases, the sensitive marks and the name of the file with the full text are not kept: they belong to one build.

use std::fmt;

use countersign_core::wire::{notice_from_json, notice_to_json};
use countersign_core::{Block, BlockKind, Digest, Document, Msg, Notice, material};
use serde_json::{Value, json};

use super::fold::same_print;
use super::{Comparison, NoticeChange, compare, compare_notices};
use crate::read::Reading;
use crate::site::Phrases;

/// The form's name and version.
const FORM: &str = "cs-edition/1";

/// The kinds of blocks with their names.
const KINDS: [(BlockKind, &str); 5] = [
    (BlockKind::Paragraph, "paragraph"),
    (BlockKind::Heading, "heading"),
    (BlockKind::ListItem, "list-item"),
    (BlockKind::TableRow, "table-row"),
    (BlockKind::ContentsEntry, "contents-entry"),
];

/// One version of a policy in one language.
#[derive(Clone, Debug)]
pub struct Edition {
    /// What the notice states.
    pub notice: Notice,
    /// The text.
    pub reading: Reading,
    /// The material fingerprint that the state cookies of this version bear. It is kept, because a later program may count more.
    pub material: String,
}

/// Why kept JSON is no edition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EditionError(String);

impl fmt::Display for EditionError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "not an edition of a policy ({FORM}): {}", self.0)
    }
}

impl std::error::Error for EditionError {}

impl Edition {
    /// The edition of a notice and the document behind it.
    #[must_use]
    pub fn new(notice: &Notice, document: &Document) -> Self {
        Self { notice: notice.clone(), reading: Reading::from_document(document), material: material(notice) }
    }

    /// What changed in the text since an older edition.
    #[must_use]
    pub fn text_since(&self, old: &Self) -> Comparison {
        compare(&old.reading, &self.reading)
    }

    /// Whether the text has the same characters, white space aside, and the notice states the same: what one version number stands for.
    #[must_use]
    pub fn is_same_version(&self, other: &Self) -> bool {
        same_print(self.reading.text(), other.reading.text()) && !self.notice_since(other).is_material()
    }

    /// What changed materially since an older edition.
    #[must_use]
    pub fn notice_since(&self, old: &Self) -> NoticeChange {
        compare_notices(&old.notice, &self.notice)
    }

    /// The JSON to keep.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut notice: Value = serde_json::from_str(&notice_to_json(&self.notice)).unwrap_or_default();
        if let Some(members) = notice.as_object_mut() {
            members.remove("messages");
            members.remove("insets");
            members.remove("text");
        }
        let kind = |block: &Block| KINDS.iter().find(|(kind, _)| *kind == block.kind).map_or("", |(_, name)| name);
        let blocks: Vec<Value> =
            self.reading.blocks().iter().map(|block| json!([kind(block), block.depth, block.start, block.content, block.end])).collect();
        format!("{}\n", json!({ "v": FORM, "material": self.material, "notice": notice, "text": self.reading.text(), "blocks": blocks }))
    }

    /// Reads kept JSON.
    ///
    /// # Errors
    /// Where it is another form, or its ranges do not fit its text.
    pub fn from_json(text: &str) -> Result<Self, EditionError> {
        let wrong = |cause: &str| EditionError(cause.to_owned());
        let mut value: Value = serde_json::from_str(text).map_err(|cause| wrong(&cause.to_string()))?;
        if value.get("v").and_then(Value::as_str) != Some(FORM) {
            return Err(wrong("its member v says another form"));
        }
        let words = value.get("text").and_then(Value::as_str).ok_or_else(|| wrong("it has no text"))?.to_owned();
        let blocks = value.get("blocks").and_then(Value::as_array).ok_or_else(|| wrong("it has no blocks"))?;
        let blocks: Option<Vec<Block>> = blocks.iter().map(block).collect();
        let document = Document::new(words, blocks.ok_or_else(|| wrong("a block is not a kind and four numbers"))?, Vec::new());
        let document = document.map_err(|cause| wrong(&format!("{cause:?}")))?;
        let mut notice = value.get_mut("notice").map(Value::take).unwrap_or_default();
        let phrases = notice.get("locale").and_then(Value::as_str).and_then(Phrases::of);
        let messages: Vec<&str> = Msg::ALL.iter().map(|message| phrases.map_or("", |phrases| phrases.message(*message))).collect();
        if let Some(members) = notice.as_object_mut() {
            members.insert("messages".to_owned(), json!(messages));
            members.insert("insets".to_owned(), json!([]));
            members.insert("text".to_owned(), json!(Digest::NONE.to_text()));
        }
        let notice = notice_from_json(&notice.to_string()).map_err(|cause| wrong(&format!("{cause:?}")))?;
        let material = value.get("material").and_then(Value::as_str).map(str::to_owned);
        let edition = Self::new(&notice, &document);
        Ok(Self { material: material.unwrap_or(edition.material), ..edition })
    }
}

/// A block from its kind and four numbers.
fn block(value: &Value) -> Option<Block> {
    let [kind, depth, start, content, end] = value.as_array()?.as_slice() else { return None };
    let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
    let (kind, _) = KINDS.iter().find(|(_, name)| kind.as_str() == Some(name))?;
    let depth = u8::try_from(number(depth)?).ok()?;
    Some(Block { kind: *kind, depth, start: number(start)?, content: number(content)?, end: number(end)? })
}
