//! Numbers in decimal, without the formatting machinery of the standard library, which would weigh on the widget.

/// Writes a number behind a text.
pub(crate) fn push_decimal(text: &mut String, value: u64) {
    if value > 9 {
        push_decimal(text, value / 10);
    }
    text.push(char::from(b'0' + (value % 10) as u8));
}

/// A number in decimal.
#[must_use]
pub fn decimal(value: u64) -> String {
    let mut text = String::new();
    push_decimal(&mut text, value);
    text
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn numbers_are_written_as_the_standard_library_does() {
        for value in [0, 7, 10, 99, 100, 1_795_413_599_999, u64::MAX] {
            assert_eq!(decimal(value), value.to_string());
        }
    }
}
