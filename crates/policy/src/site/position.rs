//! Where the banner stands in the window, as the author wants it.
//!
//! In: a word of `[site]`. Out: a [`Position`]. Deliberately absent: the style of each, which is CSS in `crates/views/css/`.

/// Where the banner stands.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Position {
    /// At the lower edge: as wide as a phone, and a sheet of its own in a wide window.
    #[default]
    Sheet,
    /// Along the whole lower edge of the window.
    Bar,
    /// In the lower corner at the end of a line.
    Corner,
    /// In the middle, with the page behind it out of reach until there is an answer or Escape.
    Dialog,
}

impl Position {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Sheet, Self::Bar, Self::Corner, Self::Dialog];

    /// The word in `site.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::Bar => "bar",
            Self::Corner => "corner",
            Self::Dialog => "dialog",
        }
    }

    /// The position of a word.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|position| position.name() == name)
    }
}
