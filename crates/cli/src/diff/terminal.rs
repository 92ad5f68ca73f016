//! A difference as lines for people.
//!
//! In: a difference, and whether colors are wanted. Out: text: the verdict, the purposes and facts, then the clauses. Without colors, words
//! that went stand in `[-…-]` and words that came in `{+…+}`, as in git's word diff. The words of this program are English, as everywhere in it.

use std::io::IsTerminal as _;

use countersign_policy::{ClauseKind, PurposeFate, SectionChange};
use countersign_views::{ChangeWord, ChangedSection, Fate, Runs};

use super::told::{Difference, changes, words};

/// How changed words are set off.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Look {
    /// By marks.
    Marks,
    /// By the colors of a terminal.
    Colors,
}

impl Look {
    /// Colors on a terminal, unless the environment sets `NO_COLOR` (no-color.org).
    pub(super) fn of_standard_output() -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        if std::io::stdout().is_terminal() && !refused { Self::Colors } else { Self::Marks }
    }

    fn set(self, fate: Fate, text: &str) -> String {
        // A policy must not be able to steer the terminal.
        let text: &str = &text.replace(char::is_control, "\u{fffd}");
        match (fate, self) {
            (Fate::Same, _) => text.to_owned(),
            (Fate::Skipped, _) => " … ".to_owned(),
            (Fate::Removed, Self::Marks) => format!("[-{text}-]"),
            (Fate::Added, Self::Marks) => format!("{{+{text}+}}"),
            (Fate::Removed, Self::Colors) => format!("\u{1b}[31;9m{text}\u{1b}[0m"),
            (Fate::Added, Self::Colors) => format!("\u{1b}[32m{text}\u{1b}[0m"),
        }
    }

    fn bold(self, text: &str) -> String {
        if self == Self::Colors { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// The lines.
pub(super) fn text(difference: &Difference<'_>, look: Look) -> String {
    let (old, new) = (&difference.old.notice, &difference.new.notice);
    let title = look.set(Fate::Same, &new.title);
    let mut lines = vec![look.bold(&format!("{title} ({}), version {} to {}", new.locale, old.version, new.version)), String::new()];
    lines.extend(verdict(difference, look));
    lines.extend(counts(difference));
    let say = words("en");
    for section in changes(difference, None).sections {
        lines.push(String::new());
        lines.extend(section_lines(&section, look, &say));
    }
    lines.join("\n")
}

/// Whether the change is material, and why.
fn verdict(difference: &Difference<'_>, look: Look) -> Vec<String> {
    let notice = &difference.notice;
    let mut lines = vec![look.bold(match (notice.is_material(), difference.text.is_empty()) {
        (true, _) => "Material change: visitors are asked again.",
        (false, false) => "No material change: only wording differs.",
        (false, true) => "No difference.",
    })];
    if notice.is_material() && difference.is_drafted() {
        lines.push("The facts of a text without a site.toml were drafted by this program; read them with care.".to_owned());
    }
    let values = |label: &str, removed: &[String], added: &[String]| {
        let removed = removed.iter().map(|value| look.set(Fate::Removed, value));
        let all: Vec<String> = removed.chain(added.iter().map(|value| look.set(Fate::Added, value))).collect();
        format!("    {label}: {}", all.join(" "))
    };
    for purpose in &notice.purposes {
        let fate = if purpose.fate == PurposeFate::Changed { String::new() } else { format!(", {}", purpose.fate.name()) };
        lines.push(format!("  {} ({}){fate}", look.set(Fate::Same, &purpose.title), purpose.id.as_str()));
        lines.extend(purpose.facts.iter().map(|one| values(one.fact.name(), &one.removed, &one.added)));
    }
    if !notice.terms.is_empty() {
        lines.push("  the notice as a whole".to_owned());
        lines.extend(notice.terms.iter().map(|one| values(one.term.name(), &one.removed, &one.added)));
    }
    lines
}

/// How many clauses and sections have which fate.
fn counts(difference: &Difference<'_>) -> Vec<String> {
    let line = |name: &str, counted: Vec<(usize, String)>| {
        let counted: Vec<String> =
            counted.into_iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
        (!counted.is_empty()).then(|| format!("{name}: {}.", counted.join(", ")))
    };
    let clauses = ClauseKind::ALL.into_iter().rev().map(|kind| (difference.text.count(kind), kind.name().replace('-', " "))).collect();
    let count = |which: &dyn Fn(&SectionChange) -> bool| difference.text.sections.iter().filter(|one| which(one)).count();
    let sections = vec![
        (count(&SectionChange::is_removed), "removed".to_owned()),
        (count(&SectionChange::is_added), "added".to_owned()),
        (count(&|section| section.moved), "moved".to_owned()),
        (count(&|section| section.heading.renumbered), "renumbered".to_owned()),
        (count(&|section| section.heading.retitled), "under another heading".to_owned()),
    ];
    line("Clauses", clauses).into_iter().chain(line("Sections", sections)).collect()
}

fn section_lines(section: &ChangedSection, look: Look, say: &dyn Fn(ChangeWord) -> &'static str) -> Vec<String> {
    let heading = if section.heading.is_empty() { say(ChangeWord::Start).to_owned() } else { set(&section.heading, look) };
    let tags: Vec<&str> = section.tags.iter().map(|tag| say(*tag)).collect();
    let tags = if tags.is_empty() { String::new() } else { format!(" ({})", tags.join(", ")) };
    let mut lines = vec![format!("{}{tags}", look.bold(&heading))];
    for clause in &section.clauses {
        let from = clause.from.as_ref().map(|from| format!("from {}", look.set(Fate::Same, from)));
        let how: Vec<String> = clause.tag.map(|tag| say(tag).to_owned()).into_iter().chain(from).collect();
        let how = if how.is_empty() { String::new() } else { format!("({}) ", how.join(", ")) };
        lines.push(format!("  {how}{}", set(&clause.words, look).trim()));
    }
    lines
}

fn set(runs: &Runs, look: Look) -> String {
    runs.iter().map(|(fate, text)| look.set(*fate, text)).collect()
}

#[cfg(test)]
mod tests {
    use countersign_views::Fate;

    use super::Look;

    #[test]
    fn words_are_set_off_by_marks_or_colors() {
        for (fate, marks, colors) in [
            (Fate::Same, "a\u{fffd}b", "a\u{fffd}b"),
            (Fate::Removed, "[-a\u{fffd}b-]", "\u{1b}[31;9ma\u{fffd}b\u{1b}[0m"),
            (Fate::Added, "{+a\u{fffd}b+}", "\u{1b}[32ma\u{fffd}b\u{1b}[0m"),
        ] {
            assert_eq!((Look::Marks.set(fate, "a\u{7}b").as_str(), Look::Colors.set(fate, "a\u{7}b").as_str()), (marks, colors));
        }
    }
}
