//! The words of two stretches side by side: which stayed, which went, which came.
//!
//! In: the folded words of both stretches. Out: [`Piece`]s that cover both, in order. The search is that of the `similar` crate, whose work is
//! bounded; a word or two that stay between two changes are drawn into them, as a reader would.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::fold::Word;
use super::side::key;

/// What became of a run of words.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PieceKind {
    /// In both texts.
    Same,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

/// A run of words with one fate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Piece {
    /// What became of it.
    pub kind: PieceKind,
    /// Bytes of the old text; empty where the run was added.
    pub old: Range<usize>,
    /// Bytes of the new text; empty where the run was removed.
    pub new: Range<usize>,
}

/// Up to this many words on both sides together are compared at once.
const DIRECT: usize = 40_000;

/// About how many words a chunk of a longer stretch has.
const CHUNK: u64 = 24;

/// How many bytes of unchanged words between two changes do not interrupt them.
const SHORT: usize = 3;

/// A change and the unchanged words before it, as ranges of words.
#[derive(Clone, Debug)]
struct Edit {
    old: Range<usize>,
    new: Range<usize>,
}

/// The pieces; `old_end` and `new_end` are where the stretches end in their texts.
pub(super) fn pieces(old: &[Word], new: &[Word], old_end: usize, new_end: usize) -> Vec<Piece> {
    let edits = drawn_together(edits(old, new), old, new);
    let mut pieces = Vec::new();
    let mut at = (0, 0);
    let span = |words: &[Word], range: Range<usize>, end: usize| {
        let place = |index: usize| words.get(index).map_or(end, |word| word.start);
        place(range.start)..place(range.end)
    };
    let mut put = |kind, from: Range<usize>, to: Range<usize>| {
        if !from.is_empty() || !to.is_empty() {
            pieces.push(Piece { kind, old: span(old, from, old_end), new: span(new, to, new_end) });
        }
    };
    for edit in edits {
        put(PieceKind::Same, at.0..edit.old.start, at.1..edit.new.start);
        put(PieceKind::Removed, edit.old.clone(), edit.new.start..edit.new.start);
        put(PieceKind::Added, edit.old.end..edit.old.end, edit.new.clone());
        at = (edit.old.end, edit.new.end);
    }
    put(PieceKind::Same, at.0..old.len(), at.1..new.len());
    pieces
}

/// The edits that lead from one stretch to the other.
///
/// Long stretches are first compared by chunks, so that the cost stays in proportion to their length.
fn edits(old: &[Word], new: &[Word]) -> Vec<Edit> {
    if old.len() + new.len() <= DIRECT {
        return direct(old, new, 0, 0);
    }
    let (left, right) = (chunks(old), chunks(new));
    let keys = |words: &[Word], chunks: &[Range<usize>]| {
        chunks.iter().map(|chunk| key(words.get(chunk.clone()).unwrap_or_default())).collect::<Vec<_>>()
    };
    let mut edits: Vec<Edit> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &keys(old, &left), &keys(new, &right)) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let span = |chunks: &[Range<usize>], range: Range<usize>, all: usize| {
            let start = |index: usize| chunks.get(index).map_or(all, |chunk| chunk.start);
            start(range.start)..start(range.end)
        };
        let (from, to) = (span(&left, op.old_range(), old.len()), span(&right, op.new_range(), new.len()));
        if from.len() + to.len() <= DIRECT {
            let inside = (old.get(from.clone()).unwrap_or_default(), new.get(to.clone()).unwrap_or_default());
            edits.extend(direct(inside.0, inside.1, from.start, to.start));
        } else {
            edits.push(Edit { old: from, new: to });
        }
    }
    edits
}

/// The edits word by word; the stretches stand at these places of longer ones.
fn direct(old: &[Word], new: &[Word], old_at: usize, new_at: usize) -> Vec<Edit> {
    let ids = |words: &[Word]| words.iter().map(|word| word.id).collect::<Vec<_>>();
    let moved = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let mut edits: Vec<Edit> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &ids(old), &ids(new)).iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (old, new) = (moved(op.old_range(), old_at), moved(op.new_range(), new_at));
        match edits.last_mut().filter(|last| last.old.end == old.start && last.new.end == new.start) {
            Some(last) => (last.old.end, last.new.end) = (old.end, new.end),
            None => edits.push(Edit { old, new }),
        }
    }
    edits
}

/// Cuts a stretch behind words that are chosen by what they and the word before are, so that equal words are cut alike in any text.
fn chunks(words: &[Word]) -> Vec<Range<usize>> {
    let mut chunks = Vec::new();
    let mut start = 0;
    for (place, pair) in words.windows(2).enumerate() {
        if key(pair) % CHUNK == 0 {
            chunks.push(start..place + 2);
            start = place + 2;
        }
    }
    if start < words.len() {
        chunks.push(start..words.len());
    }
    chunks
}

/// Joins edits that only a short run parts, no longer than either of them.
fn drawn_together(edits: Vec<Edit>, old: &[Word], new: &[Word]) -> Vec<Edit> {
    let bytes =
        |words: &[Word], range: Range<usize>| words.get(range).unwrap_or_default().iter().map(|word| word.end - word.start).sum::<usize>();
    let size = |edit: &Edit| bytes(old, edit.old.clone()).max(bytes(new, edit.new.clone()));
    let mut joined: Vec<Edit> = Vec::new();
    for edit in edits {
        if let Some(last) = joined.last_mut() {
            let gap = bytes(old, last.old.end..edit.old.start);
            if gap <= SHORT.min(size(last)).min(size(&edit)) {
                (last.old.end, last.new.end) = (edit.old.end, edit.new.end);
                continue;
            }
        }
        joined.push(edit);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::{PieceKind, pieces};
    use crate::compare::fold::Folder;

    /// The pieces in the notation of a word diff, each trimmed.
    fn check(old: &str, new: &str, expected: &str) {
        let mut folder = Folder::default();
        let (left, right) = (folder.words(old, 0..old.len()), folder.words(new, 0..new.len()));
        let pieces = pieces(&left, &right, old.len(), new.len());
        let side = |gone: PieceKind, text: &str, of: &dyn Fn(&super::Piece) -> std::ops::Range<usize>| {
            pieces.iter().filter(|piece| piece.kind != gone).map(|piece| text[of(piece)].to_owned()).collect::<String>()
        };
        assert_eq!(side(PieceKind::Added, old, &|piece| piece.old.clone()), old.trim_start(), "the old text is covered");
        assert_eq!(side(PieceKind::Removed, new, &|piece| piece.new.clone()), new.trim_start(), "the new text is covered");
        let shown: Vec<_> = pieces
            .iter()
            .map(|piece| match piece.kind {
                PieceKind::Same => new[piece.new.clone()].trim().to_owned(),
                PieceKind::Removed => format!("[-{}-]", old[piece.old.clone()].trim()),
                PieceKind::Added => format!("{{+{}+}}", new[piece.new.clone()].trim()),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_are_compared_one_by_one() {
        check("We keep it for 30 days.", "We keep it for 15 days.", "We keep it for [-30-] {+15+} days.");
        check("a b", "a b", "a b");
        check("", "new words", "{+new words+}");
        check("old words", "", "[-old words-]");
        check("", "", "");
        check("保存期限为三十日。", "保存期限为十五日。", "保存期限为 [-三十-] {+十五+} 日。");
        check("我们收集您的手机号码", "我们收集您的邮箱地址", "我们收集您的 [-手机号码-] {+邮箱地址+}");
        check("Kami menyimpan data anda", "Kami memadam data anda", "Kami [-menyimpan-] {+memadam+} data anda");
    }

    #[test]
    fn long_stretches_are_compared_by_chunks() {
        let text = |changed: &str| {
            (0..30_000).map(|at| if at == 20_000 { changed.to_owned() } else { format!("w{} ", at % 977) }).collect::<String>()
        };
        let (old, new) = (text("before it "), text("after it all "));
        let mut folder = Folder::default();
        let (left, right) = (folder.words(&old, 0..old.len()), folder.words(&new, 0..new.len()));
        let pieces = pieces(&left, &right, old.len(), new.len());
        let kinds: Vec<_> = pieces.iter().map(|piece| piece.kind).collect();
        assert_eq!(kinds, [PieceKind::Same, PieceKind::Removed, PieceKind::Added, PieceKind::Same]);
        assert_eq!((&old[pieces[1].old.clone()], &new[pieces[2].new.clone()]), ("before it ", "after it all "));
        let other: String = (0..30_000).map(|at| format!("v{} ", at % 977)).collect();
        let strange = folder.words(&other, 0..other.len());
        assert_eq!(super::pieces(&left, &strange, old.len(), other.len()).len(), 2);
    }

    #[test]
    fn a_short_word_between_two_changes_goes_with_them() {
        check(
            "sell it to big brokers of lists today",
            "give it to small friends of people today",
            "[-sell-] {+give+} it to [-big brokers of lists-] {+small friends of people+} today",
        );
    }
}
