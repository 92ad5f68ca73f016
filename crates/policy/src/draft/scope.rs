//! Which headings lead to functions.
//!
//! In: headings and what their titles say. Out: for each heading, whether functions stand under it, and of which kind where a title says so.
//! Deliberately absent: bodies.

use countersign_core::PurposeKind;

use super::words::{Group, Groups, words};
use crate::mark::Lexicon;
use crate::outline::Section;

/// What a heading's section can hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Scope {
    /// No function.
    Outside,
    /// Functions of one kind, by the title of the heading at this place.
    Declared(PurposeKind, usize),
    /// Functions, whose kind their own words say.
    Collect,
    /// Purposes; functions where nothing else in the text is.
    Uses,
}

/// A heading with its words and scope.
#[derive(Clone, Debug)]
pub(super) struct Scoped {
    pub(super) scope: Scope,
    pub(super) groups: Groups,
    /// The place of the heading above, if any.
    pub(super) parent: Option<usize>,
    /// Whether the scope begins here.
    pub(super) is_root: bool,
    /// The places of the headings in its section end here.
    pub(super) end: usize,
}

impl Scoped {
    /// Whether the title names a function: it says more than how data is collected.
    pub(super) fn is_named(&self) -> bool {
        let used = self.groups.has(Group::Uses) && !self.groups.has(Group::Function);
        !self.groups.has(Group::Source) && !used && !self.is_root
    }
}

/// The kind that a title declares.
pub(super) fn kind_in(groups: Groups) -> Option<PurposeKind> {
    let kind = if groups.has(Group::Additional) {
        PurposeKind::Additional
    } else if groups.has(Group::Core) {
        PurposeKind::Core
    } else {
        return None;
    };
    groups.has(Group::Function).then_some(kind)
}

/// The scopes of headings, by what their titles say and where they stand.
pub(super) fn scopes(headings: &[Section], lexicon: &Lexicon) -> Vec<Scoped> {
    let mut list: Vec<Scoped> = Vec::with_capacity(headings.len());
    let mut open: Vec<usize> = Vec::new();
    for (place, heading) in headings.iter().enumerate() {
        while let Some(last) = open.pop_if(|last| headings.get(*last).is_some_and(|above| above.depth >= heading.depth)) {
            set_end(&mut list, last, place);
        }
        let parent = open.last().copied();
        let inherited = parent.and_then(|above| list.get(above)).map_or(Scope::Outside, |above| above.scope);
        let groups = words().groups(&lexicon.fold(&heading.title).text);
        let scope = scope(place, groups, inherited);
        list.push(Scoped { scope, groups, parent, is_root: scope != inherited, end: headings.len() });
        open.push(place);
    }
    list
}

fn set_end(list: &mut [Scoped], place: usize, end: usize) {
    if let Some(scoped) = list.get_mut(place) {
        scoped.end = end;
    }
}

fn scope(place: usize, groups: Groups, inherited: Scope) -> Scope {
    match kind_in(groups) {
        _ if groups.has(Group::Other) || groups.has(Group::NotTaken) => Scope::Outside,
        _ if groups.has(Group::Passes) && !groups.has(Group::Collect) => Scope::Outside,
        _ if matches!(inherited, Scope::Declared(..)) => inherited,
        Some(kind) => Scope::Declared(kind, place),
        None if groups.has(Group::Uses) && !groups.has(Group::Collect) && inherited == Scope::Outside => Scope::Uses,
        None if groups.has(Group::Collect) => Scope::Collect,
        None if groups.has(Group::Later) && inherited != Scope::Collect => Scope::Outside,
        None => inherited,
    }
}
