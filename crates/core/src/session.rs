//! The consent rules: what a stored state and a signal lead to, and what an event in the open widget does.
//!
//! Pure: one closed [`Event`] in, a list of [`Effect`]s out, in the order in which they must happen. The clock and the new id are
//! arguments. The loader knows none of this; it looks up [`outcome_table`].

use crate::{By, Control, Digest, Input, Instant, Notice, Pending, PurposeId, ReceiptId, Signal, StoredState};

/// What a page view starts with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// Open exactly the stored list.
    Keep,
    /// Keep all shut without asking, and write down that the signal refused.
    Refuse,
    /// Keep all shut and ask.
    Ask,
}

/// What a valid stored state and the browser's signal lead to. Signals only ever deny (GPC section 3; our reading of precedence).
///
/// A new signal overrides an older grant. A visitor's refusal, by button or by switch, is never asked again, and a choice made while the
/// signal was visible stands when the signal stays or goes. A refusal by signal alone asks once the signal is gone.
#[must_use]
pub fn outcome(stored: Option<(By, bool, Signal)>, now: Signal) -> Outcome {
    match stored {
        None if now == Signal::None => Outcome::Ask,
        None => Outcome::Refuse,
        Some((By::Switch, _, _) | (By::Visitor, false, _)) => Outcome::Keep,
        Some((_, _, earlier)) if now.adds_to(earlier) => Outcome::Refuse,
        Some((By::Signal, _, _)) if now == Signal::None => Outcome::Ask,
        Some(_) => Outcome::Keep,
    }
}

/// [`outcome`] for every case as 52 characters `k`, `r` and `a`, in the order of `www/docs/formats.md` section 5.1.
#[must_use]
pub fn outcome_table() -> String {
    let letter = |outcome| match outcome {
        Outcome::Keep => 'k',
        Outcome::Refuse => 'r',
        Outcome::Ask => 'a',
    };
    let mut table: String = Signal::ALL.into_iter().map(|now| letter(outcome(None, now))).collect();
    for (by, any_open) in [(By::Visitor, true), (By::Visitor, false), (By::Signal, false)] {
        for earlier in Signal::ALL {
            table.extend(Signal::ALL.into_iter().map(|now| letter(outcome(Some((by, any_open, earlier)), now))));
        }
    }
    table
}

/// How things stand when a surface is shown.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing {
    /// What is open now.
    pub open: Vec<PurposeId>,
    /// Whose word the stored state is; `None` where none holds.
    pub by: Option<By>,
    /// What the browser sends now.
    pub signal: Signal,
}

impl Standing {
    /// Whose word counts now; `None` while nobody has spoken. The stored state already follows [`outcome`]; where no store took it, what is
    /// open can only be the visitor's choice, and a signal speaks first.
    #[must_use]
    pub fn word(&self) -> Option<By> {
        match self.by {
            None if !self.open.is_empty() => Some(By::Visitor),
            None if self.signal != Signal::None => Some(By::Signal),
            stored => stored,
        }
    }
}

/// What the switch "Do not track me on this site" is called among the ids of a save; no purpose can be called so.
pub const DO_NOT_TRACK: &str = "do_not_track";

/// Which surface the widget shows over the page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Surface {
    /// None: the page as it is.
    Page,
    /// Layer 2.
    Preferences,
    /// Layer 3, at an anchor where one is given.
    Policy(Option<String>),
}

impl Surface {
    /// The layer's number in receipts; 0 for the page itself.
    #[must_use]
    pub const fn layer(&self) -> u8 {
        match self {
            Self::Page => 0,
            Self::Preferences => 2,
            Self::Policy(_) => 3,
        }
    }
}

/// What can happen to an open widget.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Event {
    /// Show a surface.
    Open(Surface),
    /// Close button, Escape or a click beside: never a choice.
    Close,
    /// A control that expresses a choice.
    Choose {
        /// Which control.
        control: Control,
        /// The ids whose switches are on; used by [`Control::Save`] only.
        on: Vec<String>,
        /// How it was worked.
        input: Input,
        /// Whether the browser vouches for a person's event.
        trusted: bool,
    },
}

/// What the widget must do, in the order given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Effect {
    /// Hand a choice to the loader: it closes gates, writes state and entry, hides the surface and opens gates in the next task.
    Apply {
        /// The new state.
        state: StoredState,
        /// The entry to be sealed.
        entry: Pending,
    },
    /// Show a surface.
    Show(Surface),
    /// Take the surface away and give focus back.
    Hide,
}

/// The widget's side of one page view.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    /// What is shown.
    pub surface: Surface,
    /// What is open now.
    pub open: Vec<PurposeId>,
    /// The browser's signal.
    pub signal: Signal,
    /// The digest of the notice file shown.
    pub notice: Digest,
    /// The notice's material fingerprint.
    pub material: String,
}

impl Session {
    /// Takes one event.
    ///
    /// Granting needs a trusted event: an untrusted grant has no effect at all. Refusing may be scripted, and the entry says so.
    /// [`Control::Save`] opens exactly the additional purposes named in `on`; unknown ids are passed over. With [`DO_NOT_TRACK`] among them
    /// it is the switch, which opens nothing whatever else is on.
    pub fn step(&mut self, event: Event, notice: &Notice, now: Instant, id: ReceiptId) -> Vec<Effect> {
        match event {
            Event::Open(surface) => {
                self.surface = surface.clone();
                vec![Effect::Show(surface)]
            }
            Event::Close if self.surface == Surface::Page => Vec::new(),
            Event::Close => {
                self.surface = Surface::Page;
                vec![Effect::Hide]
            }
            Event::Choose { control, on, input, trusted } => {
                let switched = control == Control::Save && on.iter().any(|id| id == DO_NOT_TRACK);
                let control = if switched { Control::DoNotTrack } else { control };
                let open: Vec<PurposeId> = match control {
                    Control::AcceptAll => notice.additional().map(|purpose| purpose.id.clone()).collect(),
                    Control::Save => {
                        notice.additional().filter(|p| on.iter().any(|id| id == p.id.as_str())).map(|p| p.id.clone()).collect()
                    }
                    _ => Vec::new(),
                };
                let grants = open.iter().any(|purpose| !self.open.contains(purpose));
                if grants && !trusted {
                    return Vec::new();
                }
                let layer = self.surface.layer();
                let was = std::mem::replace(&mut self.open, open.clone());
                self.surface = Surface::Page;
                let state = StoredState {
                    material: self.material.clone(),
                    expires_day: now.day().saturating_add(notice.site.choice_days),
                    signal: self.signal,
                    by: if control == Control::DoNotTrack { By::Switch } else { By::Visitor },
                    open: open.clone(),
                };
                let entry = Pending {
                    id,
                    at: now.to_rfc3339(),
                    control,
                    layer,
                    locale: notice.locale.clone(),
                    notice: self.notice,
                    trusted,
                    input,
                    signal: self.signal,
                    was,
                    open,
                };
                vec![Effect::Apply { state, entry }, Effect::Hide]
            }
        }
    }
}

#[cfg(test)]
mod tests;
