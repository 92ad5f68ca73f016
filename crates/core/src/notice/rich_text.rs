//! A short text with sensitive mentions in it: labels, descriptions, effects.

use crate::notice::{Category, Mark};

/// A text and its sensitive mentions.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct RichText {
    /// The words.
    pub text: String,
    /// Byte ranges into `text`, in order, without overlap.
    pub marks: Vec<Mark>,
}

impl RichText {
    /// A text without mentions.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), marks: Vec::new() }
    }

    /// A text that is one mention as a whole.
    #[must_use]
    pub fn marked(text: &str, category: Category) -> Self {
        Self { text: text.to_owned(), marks: vec![Mark { start: 0, end: text.len(), category }] }
    }

    /// Runs of text, each with the category of its mark or none; marks that do not fit the text are passed over.
    #[must_use]
    pub fn runs(&self) -> Vec<(&str, Option<Category>)> {
        let mut runs = Vec::new();
        let mut at = 0;
        for mark in &self.marks {
            if let (Some(before), Some(inside)) = (self.text.get(at..mark.start), self.text.get(mark.start..mark.end)) {
                if !before.is_empty() {
                    runs.push((before, None));
                }
                runs.push((inside, Some(mark.category)));
                at = mark.end;
            }
        }
        if let Some(rest) = self.text.get(at..).filter(|rest| !rest.is_empty()) {
            runs.push((rest, None));
        }
        runs
    }
}
