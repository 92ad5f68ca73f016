//! The business functions that a policy describes.
//!
//! In: headings, lists and sentences. Out: functions. A function is declared where a heading says "core" or "additional"; elsewhere the
//! sections on what is collected stand for functions, and the effect of refusing decides the kind. Deliberately absent: prose in which
//! several functions run together.

use std::ops::Range;

use countersign_core::{BlockKind, PurposeKind};

use super::{DraftDatum, DraftFunction, FunctionBasis};
use crate::facts::Found;
use crate::mark::{self, Lexicon};
use crate::outline::Section;
use crate::read::Reading;

const ADDITIONAL: &[&str] =
    &["additional", "extended", "optional", "value-added", "附加", "扩展", "擴展", "拓展", "增值", "tambahan", "pilihan"];
const CORE: &[&str] = &["core", "basic", "essential", "核心", "基本", "基础", "基礎", "teras", "asas"];
const FUNCTION: &[&str] =
    &["function", "feature", "service", "功能", "服务", "服務", "业务", "業務", "权限", "權限", "fungsi", "perkhidmatan", "ciri"];
const COLLECT: &[&str] = &["collect", "收集", "kumpul"];
const OTHER: &[&str] = &[
    "exception",
    "third-party",
    "third party",
    "third parties",
    "sdk",
    "plug-in",
    "indirect",
    "例外",
    "第三方",
    "插件",
    "pengecualian",
    "pihak ketiga",
    "other purposes",
    "our use of",
    "definition",
    "circumstances where",
];
const REFUSE: &[&str] = &[
    "refuse",
    "do not provide",
    "don't provide",
    "don’t provide",
    "do not agree",
    "not to provide",
    "decline",
    "拒绝",
    "拒絕",
    "不提供",
    "不同意",
    "不授权",
    "不授權",
    "不开启",
    "不開啟",
    "关闭",
    "關閉",
    "enggan",
    "tidak memberikan",
    "menolak",
    "tidak memberi",
];
const SPARES: &[&str] = &[
    "not affect",
    "still use",
    "still be able",
    "can still",
    "不影响",
    "不影響",
    "不会影响",
    "不會影響",
    "仍可",
    "仍然可以",
    "仍能",
    "tidak menjejaskan",
    "masih boleh",
];
const STOPS: &[&str] = &["unable", "cannot", "not be able", "not be entitled", "无法", "無法", "不能", "tidak dapat", "tidak boleh"];
const CHOOSES: &[&str] = &[
    "you may choose",
    "you can choose",
    "you may use this",
    "you may directly use",
    "if you choose",
    "您可以选择",
    "您可以選擇",
    "若您选择",
    "在您选择",
    "如您选择",
    "anda boleh memilih",
];
const NOT_TAKEN: &[&str] = &[
    "will not collect",
    "will not save",
    "will not store",
    "do not collect",
    "never collect",
    "excluding",
    "不会收集",
    "不会保存",
    "不收集",
    "不保存",
    "不會收集",
    "tidak mengumpul",
    "tidak menyimpan",
];

/// The functions of a reading, in text order, each title once.
pub(super) fn find(reading: &Reading, lexicon: &Lexicon) -> Vec<DraftFunction> {
    let finder = Finder { reading, lexicon };
    let mut list = finder.declared();
    let inside = |function: &DraftFunction| list.iter().any(|known| known.anchor == function.anchor);
    let more: Vec<_> = finder.collected().into_iter().filter(|function| !inside(function)).collect();
    list.extend(more);
    list.sort_by_key(|function| function.span.start);
    let mut seen = Vec::new();
    list.retain(|function| {
        let fresh = !seen.contains(&function.title);
        seen.push(function.title.clone());
        fresh
    });
    list
}

/// Looks for functions in one reading.
struct Finder<'a> {
    reading: &'a Reading,
    lexicon: &'a Lexicon,
}

fn says(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The kind that a heading declares.
fn kind_in(title: &str) -> Option<PurposeKind> {
    let title = title.to_lowercase();
    if !says(&title, FUNCTION) {
        None
    } else if says(&title, ADDITIONAL) {
        Some(PurposeKind::Additional)
    } else if says(&title, CORE) {
        Some(PurposeKind::Core)
    } else {
        None
    }
}

impl Finder<'_> {
    /// Functions under headings that say their kind.
    fn declared(&self) -> Vec<DraftFunction> {
        let headings = self.reading.headings();
        let mut list: Vec<DraftFunction> = Vec::new();
        let mut until = 0;
        for (place, heading) in headings.iter().enumerate() {
            let Some(kind) = kind_in(&heading.title).filter(|_| place >= until) else { continue };
            let inner = self.inner(place);
            until = inner.end;
            let first = list.len();
            let children = inner.filter(|child| headings.get(*child).is_some_and(|child| child.depth == heading.depth + 1));
            list.extend(children.filter_map(|child| {
                let span = self.tree(child);
                headings.get(child).map(|heading| self.function(heading, &span, Some(kind)))
            }));
            if list.len() == first {
                list.extend(self.listed(place, heading, kind));
            }
            if list.len() == first {
                list.push(self.function(heading, &self.body(place), Some(kind)));
            }
            let rule = self.effect(&self.body(place));
            for function in list.iter_mut().skip(first).filter(|function| function.effect.is_none()) {
                function.effect.clone_from(&rule);
            }
        }
        list
    }

    /// Functions named by a list of titles right under a heading.
    fn listed(&self, place: usize, heading: &Section, kind: PurposeKind) -> Vec<DraftFunction> {
        let body = self.body(place);
        let text = self.reading.text();
        let items = self.reading.blocks().iter().filter(|block| body.contains(&block.start) && block.kind == BlockKind::ListItem);
        let short =
            |words: &str| words.chars().count() <= 80 && !words.contains([',', ';', '，', '；', '。']) && !words.trim_end().ends_with('.');
        items
            .map(|block| block.content..block.end)
            .take_while(|span| text.get(span.clone()).is_some_and(short))
            .map(|span| DraftFunction {
                title: fold(text.get(span.clone()).unwrap_or_default()),
                kind: Some(kind),
                basis: FunctionBasis::Declared,
                anchor: heading.anchor.clone(),
                span,
                data: Vec::new(),
                effect: None,
            })
            .collect()
    }

    /// The sections on what is collected, where no heading says a kind.
    fn collected(&self) -> Vec<DraftFunction> {
        let headings = self.reading.headings();
        let top = headings
            .iter()
            .enumerate()
            .position(|(place, heading)| says(&heading.title.to_lowercase(), COLLECT) && !self.inner(place).is_empty());
        let Some(top) = top else { return Vec::new() };
        self.inner(top)
            .filter(|place| self.inner(*place).is_empty() || !self.data(&self.body(*place)).is_empty())
            .filter_map(|place| Some((place, headings.get(place)?)))
            .filter(|(place, heading)| {
                kind_in(&heading.title).is_none() && !says(&heading.title.to_lowercase(), OTHER) && !self.is_declared(*place)
            })
            .map(|(place, heading)| self.function(heading, &self.body(place), None))
            .collect()
    }

    /// Whether a heading stands inside a section that declares a kind.
    fn is_declared(&self, place: usize) -> bool {
        let headings = self.reading.headings().iter().enumerate().take(place);
        headings.into_iter().any(|(above, heading)| kind_in(&heading.title).is_some() && self.inner(above).contains(&place))
    }

    /// The places of the headings inside a heading's section.
    fn inner(&self, place: usize) -> Range<usize> {
        let headings = self.reading.headings();
        let depth = headings.get(place).map_or(0, |heading| heading.depth);
        let next = headings.iter().enumerate().skip(place + 1).find(|(_, other)| other.depth <= depth);
        place + 1..next.map_or(headings.len(), |(at, _)| at).max(place + 1)
    }

    /// The bytes from a heading's end to the next heading.
    fn body(&self, place: usize) -> Range<usize> {
        let headings = self.reading.headings();
        let start = headings.get(place).map_or(0, |heading| heading.end);
        start..headings.get(place + 1).map_or(self.reading.text().len(), |next| next.start)
    }

    /// The bytes of a heading's whole section.
    fn tree(&self, place: usize) -> Range<usize> {
        self.body(place).start..self.body(self.inner(place).end - 1).end
    }

    fn function(&self, heading: &Section, body: &Range<usize>, declared: Option<PurposeKind>) -> DraftFunction {
        let effect = self.effect(body);
        let words = self.reading.text().get(body.clone()).unwrap_or_default().to_lowercase();
        let inferred = match &effect {
            Some(found) if says(&found.value.to_lowercase(), SPARES) => Some(PurposeKind::Additional),
            _ if says(&words, CHOOSES) => Some(PurposeKind::Additional),
            Some(_) => Some(PurposeKind::Core),
            None => None,
        };
        let basis = match (declared, inferred) {
            (Some(_), _) => FunctionBasis::Declared,
            (None, Some(_)) => FunctionBasis::Effect,
            (None, None) => FunctionBasis::Silent,
        };
        DraftFunction {
            title: heading.title.clone(),
            kind: declared.or(inferred),
            basis,
            anchor: heading.anchor.clone(),
            span: heading.start..body.end,
            data: self.data(body),
            effect,
        }
    }

    /// The sentence that says what refusing does.
    fn effect(&self, body: &Range<usize>) -> Option<Found<String>> {
        let words = self.reading.text().get(body.clone())?;
        let mut at = body.start;
        for sentence in sentences(words) {
            let start = at + (sentence.len() - sentence.trim_start().len());
            at += sentence.len();
            let lower = sentence.to_lowercase();
            if says(&lower, REFUSE) && (says(&lower, SPARES) || says(&lower, STOPS)) {
                return Some(Found { value: fold(sentence), span: start..start + sentence.trim().len() });
            }
        }
        None
    }

    fn data(&self, body: &Range<usize>) -> Vec<DraftDatum> {
        let mut list: Vec<DraftDatum> = Vec::new();
        let blocks = self.reading.blocks().iter().filter(|block| body.contains(&block.start) && block.kind != BlockKind::Heading);
        for (span, sensitive) in blocks.flat_map(|block| mark::named_data(self.reading, self.lexicon, block)) {
            let label = fold(self.reading.text().get(span.clone()).unwrap_or_default());
            if !self.is_negated(&span) && !list.iter().any(|known| known.label.eq_ignore_ascii_case(&label)) {
                list.push(DraftDatum { label, span, sensitive });
            }
        }
        list
    }

    /// Whether the sentence before a mention says that the data is not taken.
    fn is_negated(&self, span: &Range<usize>) -> bool {
        let before = self.reading.text().get(..span.start).unwrap_or_default();
        let sentence = before.rsplit(['.', '。', ';', '；']).next().unwrap_or_default();
        says(&fold(sentence).to_lowercase(), NOT_TAKEN)
    }
}

/// A text cut behind each sentence; joined, the pieces are the text.
fn sentences(text: &str) -> Vec<&str> {
    let mut list = Vec::new();
    let mut from = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        if "。；！？".contains(letter) || (".;!?".contains(letter) && next.is_none_or(char::is_whitespace)) {
            let end = at + letter.len_utf8();
            list.push(text.get(from..end).unwrap_or_default());
            from = end;
        }
    }
    list.push(text.get(from..).unwrap_or_default());
    list
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
