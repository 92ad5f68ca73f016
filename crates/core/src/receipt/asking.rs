//! What a request to use a right states: which right, and until when an answer was promised, in the policy's own unit (formats page,
//! section 7.2). The claims are compiled at build time and go into a receipt as they are.
//! Deliberately absent: calendars, clocks, and whatever says who asks.

use super::statement::Right;
use crate::wire::json::Object;

/// How long an answer may take, in the unit that the policy uses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Deadline {
    /// Days of the calendar.
    Days(u32),
    /// Days on which the site works, by its own calendar.
    WorkingDays(u32),
    /// Months of the calendar.
    Months(u32),
}

impl Deadline {
    /// The ISO 8601 duration; `None` for working days, which it cannot say.
    #[must_use]
    pub fn duration(self) -> Option<String> {
        match self {
            Self::Days(days) => Some(["P", &crate::decimal(days.into()), "D"].concat()),
            Self::Months(months) => Some(["P", &crate::decimal(months.into()), "M"].concat()),
            Self::WorkingDays(_) => None,
        }
    }
}

/// From when the time until an answer counts.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Starts {
    /// From the request.
    #[default]
    Received,
    /// From the moment at which it is clear who asks.
    Identity,
}

impl Starts {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Received, Self::Identity];

    /// The name in receipts and in `site.toml`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Identity => "identity",
        }
    }

    /// The one with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// The members of `rq` that are known before anybody asks.
pub fn asking(right: Right, deadline: Option<Deadline>, starts: Starts) -> String {
    let mut claims = Object::new();
    claims.object("rq", |request| {
        request.string("right", right.name()).maybe("due", deadline.and_then(Deadline::duration).as_deref());
        if let Some(Deadline::WorkingDays(days)) = deadline {
            request.number("working_days", days.into());
        }
        if starts == Starts::Identity {
            request.string("starts", starts.name());
        }
    });
    claims.finish()
}

#[cfg(test)]
mod tests {
    use super::{Deadline, Starts, asking};
    use crate::Right;

    #[test]
    fn a_request_states_the_policys_own_unit() {
        let check = |deadline: Option<Deadline>, starts: Starts, expected: &str| {
            assert_eq!(asking(Right::Access, deadline, starts), expected);
        };
        check(None, Starts::Received, r#"{"rq":{"right":"access"}}"#);
        check(Some(Deadline::Days(30)), Starts::Received, r#"{"rq":{"right":"access","due":"P30D"}}"#);
        check(Some(Deadline::Months(1)), Starts::Identity, r#"{"rq":{"right":"access","due":"P1M","starts":"identity"}}"#);
        check(Some(Deadline::WorkingDays(15)), Starts::Received, r#"{"rq":{"right":"access","working_days":15}}"#);
    }
}
