//! What an address allows: rows of the tables and a wish in; whether it changes anything, and what then stands, out.
//! A row is about one topic of a channel or about every topic, and the most specific row decides. Nothing said is not allowed.
//! A change about every topic takes the place of all rows of its channel, so that "stop everything" leaves nothing behind it open,
//! and "offers, after all" afterwards opens offers alone.
//! Deliberately absent: who may change what, and when.

use std::collections::BTreeMap;

use crate::ids::{ChannelId, TopicId};

/// What was said last about a topic on a channel.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// The address may be written to: a row of `consents`.
    Given,
    /// It must not: a row of `suppressions`.
    Withdrawn,
}

impl State {
    /// The name in receipts and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Given, Self::Withdrawn].into_iter().find(|state| state.name() == name)
    }
}

/// One wish: a topic of a channel, and what shall hold.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Turn {
    /// On which channel.
    pub channel: ChannelId,
    /// About what.
    pub topic: TopicId,
    /// What shall hold.
    pub to: State,
}

/// What became of a wish.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Settled {
    /// It changed what holds.
    Changed,
    /// It held already.
    Held,
}

/// All rows of one address at one site.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Standing(BTreeMap<(ChannelId, TopicId), State>);

impl Standing {
    /// Adds a row as it is stored.
    pub fn add(&mut self, turn: Turn) {
        self.0.insert((turn.channel, turn.topic), turn.to);
    }

    /// What holds for a topic: what was said about it, else what was said about every topic.
    #[must_use]
    pub fn state(&self, channel: &ChannelId, topic: &TopicId) -> Option<State> {
        let row = |topic: &TopicId| self.0.get(&(channel.clone(), topic.clone())).copied();
        row(topic).or_else(|| row(&TopicId::every()))
    }

    /// Whether the address may be written to.
    #[must_use]
    pub fn may_write(&self, channel: &ChannelId, topic: &TopicId) -> bool {
        self.state(channel, topic) == Some(State::Given)
    }

    /// Whether somebody has stopped what a wish would allow, or a part of it.
    #[must_use]
    pub fn is_stopped(&self, turn: &Turn) -> bool {
        let of_channel = |(channel, _): &(ChannelId, TopicId)| *channel == turn.channel;
        let has_stopped = self.0.iter().any(|(key, state)| of_channel(key) && *state == State::Withdrawn);
        self.state(&turn.channel, &turn.topic) == Some(State::Withdrawn) || turn.topic.is_every() && has_stopped
    }

    /// Carries a wish out.
    pub fn settle(&mut self, turn: &Turn) -> Settled {
        if self.holds(turn) {
            return Settled::Held;
        }
        if turn.topic.is_every() {
            self.0.retain(|(channel, _), _| *channel != turn.channel);
        }
        self.add(turn.clone());
        Settled::Changed
    }

    fn holds(&self, turn: &Turn) -> bool {
        let is_so = self.state(&turn.channel, &turn.topic) == Some(turn.to);
        let mut rows = self.0.iter().filter(|((channel, _), _)| *channel == turn.channel);
        is_so && (!turn.topic.is_every() || rows.all(|(_, state)| *state == turn.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use State::{Given, Withdrawn};

    /// Wishes on one channel, each with whether it changes something; then what may be written about.
    fn check(wishes: &[(&str, State, Settled)], may_write: &[&str]) {
        let channel: ChannelId = "email".parse().unwrap();
        let mut standing = Standing::default();
        for (topic, to, expected) in wishes {
            let turn = Turn { channel: channel.clone(), topic: topic.parse().unwrap(), to: *to };
            assert_eq!(standing.settle(&turn), *expected, "{wishes:?}: {topic:?}");
            assert_eq!(standing.settle(&turn), Settled::Held, "{wishes:?}: {topic:?} again");
        }
        for topic in ["", "offers", "surveys"] {
            let found = standing.may_write(&channel, &topic.parse().unwrap());
            assert_eq!(found, may_write.contains(&topic), "{wishes:?}: {topic:?}");
        }
        assert!(!standing.may_write(&"sms".parse().unwrap(), &"offers".parse().unwrap()), "another channel");
    }

    #[test]
    fn the_most_specific_row_decides() {
        use Settled::{Changed, Held};
        check(&[], &[]);
        check(&[("offers", Given, Changed)], &["offers"]);
        check(&[("", Given, Changed)], &["", "offers", "surveys"]);
        check(&[("", Given, Changed), ("surveys", Withdrawn, Changed)], &["", "offers"]);
        check(&[("", Given, Changed), ("surveys", Given, Held)], &["", "offers", "surveys"]);
        check(&[("offers", Withdrawn, Changed)], &[]);
        check(&[("", Withdrawn, Changed), ("offers", Withdrawn, Held)], &[]);
    }

    #[test]
    fn what_is_stopped_in_part_is_stopped_for_a_list() {
        let turn = |topic: &str, to: State| Turn { channel: "email".parse().unwrap(), topic: topic.parse().unwrap(), to };
        let check = |wishes: &[(&str, State)], topic: &str, expected: bool| {
            let mut standing = Standing::default();
            wishes.iter().for_each(|(topic, to)| assert_eq!(standing.settle(&turn(topic, *to)), Settled::Changed));
            assert_eq!(standing.is_stopped(&turn(topic, Given)), expected, "{wishes:?}: {topic:?}");
        };
        check(&[], "", false);
        check(&[("", Withdrawn)], "offers", true);
        check(&[("", Withdrawn)], "", true);
        check(&[("offers", Withdrawn)], "offers", true);
        check(&[("offers", Withdrawn)], "surveys", false);
        check(&[("offers", Withdrawn)], "", true);
        check(&[("", Withdrawn), ("offers", Given)], "offers", false);
    }

    #[test]
    fn stopping_everything_leaves_nothing_open_and_a_fresh_wish_opens_its_topic_alone() {
        use Settled::Changed;
        check(&[("offers", Given, Changed), ("", Withdrawn, Changed)], &[]);
        check(&[("offers", Given, Changed), ("", Withdrawn, Changed), ("offers", Given, Changed)], &["offers"]);
        check(&[("", Withdrawn, Changed), ("offers", Given, Changed), ("", Withdrawn, Changed)], &[]);
        check(&[("offers", Withdrawn, Changed), ("", Given, Changed)], &["", "offers", "surveys"]);
    }
}
