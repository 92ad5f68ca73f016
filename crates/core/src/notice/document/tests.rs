//! Documents held to their shape, and cut into runs.

use super::{Block, BlockKind, Document, DocumentError, Mark, Run};
use crate::notice::{Category, Link, LinkTarget};

fn block(start: usize, content: usize, end: usize) -> Block {
    Block { kind: BlockKind::ListItem, depth: 1, start, content, end }
}

fn mark(start: usize, end: usize) -> Mark {
    Mark { start, end, category: Category::Location }
}

fn check(text: &str, blocks: &[Block], marks: &[Mark], expected: Result<(), DocumentError>) {
    let built = Document::new(text.to_owned(), blocks.to_vec(), marks.to_vec());
    assert_eq!(built.map(|_| ()), expected, "{text:?}");
}

#[test]
fn ranges_are_held_to_the_shape() {
    check("- a b\n", &[block(0, 2, 5)], &[mark(2, 3), mark(4, 5)], Ok(()));
    check("a b", &[block(0, 0, 1)], &[], Err(DocumentError::Uncovered(1)));
    check("a b", &[block(2, 2, 3)], &[], Err(DocumentError::Uncovered(0)));
    check("a b", &[block(0, 0, 2), block(1, 1, 3)], &[], Err(DocumentError::Block(1)));
    check("é", &[block(0, 0, 1)], &[], Err(DocumentError::Block(0)));
    check("a", &[block(0, 0, 9)], &[], Err(DocumentError::Block(0)));
    check("- a", &[block(0, 2, 3)], &[mark(0, 3)], Err(DocumentError::Mark(0)));
    check("a b", &[block(0, 0, 1), block(2, 2, 3)], &[mark(0, 3)], Err(DocumentError::Mark(0)));
    check("abc", &[block(0, 0, 3)], &[mark(0, 2), mark(1, 3)], Err(DocumentError::Mark(1)));
}

#[test]
fn runs_join_to_the_content() {
    let text = "- your GPS and more\nnext";
    let document = Document::new(text.into(), vec![block(0, 2, 19), block(20, 20, 24)], vec![mark(7, 10)]).unwrap();
    let run = |text, category| Run { text, category, bold: false, link: None };
    let runs: Vec<_> = document.runs(&document.blocks()[0]).collect();
    assert_eq!(runs, [run("your ", None), run("GPS", Some(Category::Location)), run(" and more", None)]);
    assert_eq!(document.runs(&document.blocks()[1]).collect::<Vec<_>>(), [run("next", None)]);
}

#[test]
fn bold_is_a_look_that_may_cross_marks() {
    let text = "- your GPS and more\nnext";
    let document = Document::new(text.into(), vec![block(0, 2, 19), block(20, 20, 24)], vec![mark(7, 10)]).unwrap();
    let bold = document.with_bold(&[0..4, 2..9, 8..12, 15..22, 20..24]);
    let runs: Vec<_> = bold.blocks().iter().flat_map(|block| bold.runs(block)).map(|run| (run.text, run.bold)).collect();
    assert_eq!(runs, [("your ", true), ("GP", true), ("S", false), (" and more", false), ("next", true)]);
}

fn heading(end: usize) -> Block {
    Block { kind: BlockKind::Heading, depth: 1, start: 0, content: 0, end }
}

fn link(start: usize, end: usize, target: LinkTarget) -> Link {
    Link { start, end, target }
}

/// A heading `Title`, an item `your GPS and more`, whose `GPS` is marked.
fn linked(links: &[Link]) -> Result<Document, DocumentError> {
    let text = "Title\n- your GPS and more".to_owned();
    Document::new(text, vec![heading(5), block(6, 8, 25)], vec![mark(13, 16)]).unwrap().with_links(links.to_vec())
}

#[test]
fn links_are_held_to_the_shape() {
    use LinkTarget::{Block, Broken, Doubtful, Heading};
    for (links, expected) in [
        (vec![], Ok(())),
        (vec![link(0, 5, Block(1)), link(8, 25, Heading(1))], Ok(())),
        (vec![link(14, 15, Doubtful(1)), link(17, 20, Broken)], Ok(())),
        (vec![link(6, 12, Broken)], Err(DocumentError::Link(0))),
        (vec![link(8, 12, Broken), link(10, 13, Broken)], Err(DocumentError::Link(1))),
        (vec![link(8, 14, Broken)], Err(DocumentError::Link(0))),
        (vec![link(15, 25, Broken)], Err(DocumentError::Link(0))),
        (vec![link(8, 12, Heading(0))], Err(DocumentError::Link(0))),
        (vec![link(8, 12, Heading(2))], Err(DocumentError::Link(0))),
        (vec![link(8, 12, Block(0))], Err(DocumentError::Link(0))),
        (vec![link(8, 12, Block(2))], Err(DocumentError::Link(0))),
    ] {
        assert_eq!(linked(&links).map(|_| ()), expected, "{links:?}");
    }
}

#[test]
fn runs_are_cut_at_links_and_marks() {
    let check = |links: &[Link], expected: &str| {
        let document = linked(links).unwrap();
        let show = |run: Run<'_>| {
            let marked = run.category.map_or(run.text.to_owned(), |_| format!("*{}*", run.text));
            run.link.map_or(marked.clone(), |link| format!("[{marked}]{}", link.target.anchor().unwrap_or_default()))
        };
        let runs: Vec<_> = document.blocks().iter().map(|block| document.runs(block).map(show).collect::<String>()).collect();
        assert_eq!(runs.join("|"), expected);
    };
    check(&[], "Title|your *GPS* and more");
    check(&[link(8, 25, LinkTarget::Heading(1))], "Title|[your ]s-1[*GPS*]s-1[ and more]s-1");
    check(&[link(14, 15, LinkTarget::Block(1))], "Title|your *G*[*P*]b-1*S* and more");
    check(&[link(0, 3, LinkTarget::Broken), link(21, 25, LinkTarget::Doubtful(1))], "[Tit]le|your *GPS* and [more]s-1");
    check(&[link(8, 12, LinkTarget::Broken), link(13, 16, LinkTarget::Broken)], "Title|[your] [*GPS*] and more");
}

#[test]
fn targets_can_be_asked() {
    let document = linked(&[link(0, 5, LinkTarget::Block(1)), link(8, 12, LinkTarget::Heading(1))]).unwrap();
    assert_eq!([0, 1, 2].map(|index| document.is_target(index)), [false, true, false]);
}
