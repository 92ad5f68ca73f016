//! Code points: how many characters of a file stand before a byte.
//!
//! In: a file's text and bytes of it. Out: characters, counted from 0, at the cost of one short stretch for each look-up.

/// Bytes to code points.
#[derive(Clone, Debug)]
pub(crate) struct CodePoints<'a> {
    source: &'a str,
    /// How many characters start before each stretch of [`STRETCH`] bytes.
    before: Vec<usize>,
}

/// Bytes that are counted for each look-up.
const STRETCH: usize = 512;

impl<'a> CodePoints<'a> {
    pub(crate) fn new(source: &'a str) -> Self {
        let sums = source.as_bytes().chunks(STRETCH).scan(0, |sum, stretch| {
            *sum += starts(stretch);
            Some(*sum)
        });
        Self { source, before: std::iter::once(0).chain(sums).collect() }
    }

    /// The characters that start before a byte.
    pub(crate) fn before(&self, byte: usize) -> usize {
        let byte = byte.min(self.source.len());
        let stretch = byte / STRETCH;
        let inside = self.source.as_bytes().get(stretch * STRETCH..byte).unwrap_or_default();
        self.before.get(stretch).copied().unwrap_or(0) + starts(inside)
    }

    /// The character that holds a byte; the last one for a byte behind the end.
    pub(crate) fn at(&self, byte: usize) -> usize {
        self.before(byte.saturating_add(1)).saturating_sub(1)
    }
}

/// How many characters start in bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::CodePoints;

    fn check(source: &str, byte: usize, expected: (usize, usize)) {
        let points = CodePoints::new(source);
        assert_eq!((points.before(byte), points.at(byte)), expected, "byte {byte} of {} bytes", source.len());
    }

    #[test]
    fn characters_are_counted_up_to_a_byte() {
        check("", 0, (0, 0));
        check("a收b", 0, (0, 0));
        check("a收b", 1, (1, 1));
        check("a收b", 2, (2, 1));
        check("a收b", 4, (2, 2));
        check("a收b", 5, (3, 2));
        check("a收b", 99, (3, 2));
        let long = "收".repeat(512);
        check(&long, 512, (171, 170));
        check(&long, 1024, (342, 341));
        check(&long, 1536, (512, 511));
    }
}
