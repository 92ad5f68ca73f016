//! A moment on the UTC time line, in milliseconds, and its RFC 3339 form.

const DAY_MS: u64 = 86_400_000;

/// Milliseconds since 1970-01-01T00:00:00Z, by whichever clock the caller read.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Instant(pub u64);

impl Instant {
    /// Whole days since 1970-01-01.
    #[must_use]
    pub fn day(self) -> u32 {
        u32::try_from(self.0 / DAY_MS).unwrap_or(u32::MAX)
    }

    /// `2026-11-23T06:00:00.000Z`; the form of ECMAScript's `toISOString`.
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        let (year, month, day) = civil(self.0 / DAY_MS);
        let ms = self.0 % DAY_MS;
        let mut text = String::with_capacity(24);
        push(&mut text, year, 4);
        for (mark, value, width) in [
            ('-', month, 2),
            ('-', day, 2),
            ('T', ms / 3_600_000, 2),
            (':', ms / 60_000 % 60, 2),
            (':', ms / 1000 % 60, 2),
            ('.', ms % 1000, 3),
        ] {
            text.push(mark);
            push(&mut text, value, width);
        }
        text.push('Z');
        text
    }
}

/// Writes a number with leading zeros; without the formatting machinery, which would weigh on the widget.
fn push(text: &mut String, value: u64, width: u32) {
    for place in (0..width).rev() {
        let digit = value / 10_u64.pow(place) % 10;
        text.push(char::from(b'0' + digit as u8));
    }
}

/// Year, month and day of a day number, proleptic Gregorian (the usual shift of the year's start to March).
fn civil(days: u64) -> (u64, u64, u64) {
    let shifted = days + 719_468;
    let era = shifted / 146_097;
    let of_era = shifted % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::Instant;

    #[test]
    fn instants_are_written_as_rfc_3339() {
        for (ms, text, day) in [
            (0, "1970-01-01T00:00:00.000Z", 0),
            (951_782_400_123, "2000-02-29T00:00:00.123Z", 11_016),
            (1_795_413_599_999, "2026-11-23T05:59:59.999Z", 20_780),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z", 47_541),
        ] {
            assert_eq!(Instant(ms).to_rfc3339(), text);
            assert_eq!(Instant(ms).day(), day);
        }
    }
}
