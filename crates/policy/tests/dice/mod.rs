//! Dice for made texts: the same numbers for the same seed, on every machine.

/// The state of the dice; any number but zero.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next number under `limit`, by xorshift; zero under zero.
    pub(crate) fn roll(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap_or(0)
    }
}
