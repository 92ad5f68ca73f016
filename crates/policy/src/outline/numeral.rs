//! Numbers written as Chinese numerals, Roman numerals or words, as values.
//!
//! In: the bare numeral. Out: its value, or nothing where it is not one; patterns that find numerals. Deliberately absent: values of Chinese
//! numerals over 199, which no outline and no term in days or years needs.

/// The value of a Chinese numeral such as `十二` or `二十一`; 1 to 199.
pub(crate) fn chinese(text: &str) -> Option<u32> {
    let mut total = 0;
    let mut unit = None;
    let mut count = 0;
    for letter in text.chars() {
        count += 1;
        match digit(letter) {
            Some(value) if unit.is_none() || unit == Some(0) => unit = Some(value),
            Some(_) => return None,
            None if matches!(letter, '十' | '拾') => {
                total += unit.unwrap_or(1).max(1) * 10;
                unit = None;
            }
            None if letter == '百' => {
                total += unit.unwrap_or(1).max(1) * 100;
                unit = None;
            }
            None => return None,
        }
    }
    let value = total + unit.unwrap_or(0);
    (count > 0 && count <= 5 && (1..200).contains(&value)).then_some(value)
}

fn digit(letter: char) -> Option<u32> {
    let place = |digits: &str| digits.chars().position(|known| known == letter);
    let place = ["〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"].into_iter().find_map(place);
    match letter {
        '零' => Some(0),
        '两' | '兩' => Some(2),
        _ => place.and_then(|place| u32::try_from(place).ok()),
    }
}

/// The value of a Roman numeral in one case, such as `IV`; 1 to 89. Only the shapes that are really written count: `IIX` does not.
pub(crate) fn roman(text: &str) -> Option<u32> {
    let upper = text.to_ascii_uppercase();
    let (tens, rest) = ["LXXX", "LXX", "LX", "L", "XL", "XXX", "XX", "X"]
        .into_iter()
        .zip([80, 70, 60, 50, 40, 30, 20, 10])
        .find_map(|(letters, value)| upper.strip_prefix(letters).map(|rest| (value, rest)))
        .unwrap_or((0, upper.as_str()));
    let units = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"].into_iter().position(|letters| letters == rest)?;
    let value = tens + u32::try_from(units).ok()?;
    (value > 0).then_some(value)
}

/// The value of a cardinal or ordinal in English or Malay words, such as `thirty`, `twenty-one`, `eighteenth` or `tiga puluh`.
pub(crate) fn words(text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let mut total = 0;
    let mut count = 0;
    for word in text.split(|letter: char| letter.is_whitespace() || letter == '-').filter(|word| !word.is_empty()) {
        count += 1;
        match word {
            "puluh" => total *= 10,
            "belas" => total += 10,
            _ => total += WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)?,
        }
    }
    (count > 0 && total > 0).then_some(total)
}

/// The value of a number in digits, Chinese numerals or words.
pub(crate) fn value(printed: &str) -> Option<u32> {
    printed.parse().ok().or_else(|| chinese(printed)).or_else(|| words(printed))
}

/// A pattern for a number in up to three digits or in words.
pub(crate) fn pattern() -> String {
    format!(r"(?:\d{{1,3}}|{})", words_pattern())
}

/// A pattern for a number in words.
pub(crate) fn words_pattern() -> String {
    let mut names: Vec<_> = WORDS.iter().map(|(name, _)| *name).collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let names = names.join("|");
    format!(r"(?:{names})(?:[\s-](?:{names}|puluh|belas))*")
}

const WORDS: &[(&str, u32)] = &[
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("thirteenth", 13),
    ("fourteen", 14),
    ("fourteenth", 14),
    ("fifteen", 15),
    ("fifteenth", 15),
    ("sixteen", 16),
    ("sixteenth", 16),
    ("seventeen", 17),
    ("seventeenth", 17),
    ("eighteen", 18),
    ("eighteenth", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("ninety", 90),
    ("satu", 1),
    ("dua", 2),
    ("tiga", 3),
    ("empat", 4),
    ("lima", 5),
    ("enam", 6),
    ("tujuh", 7),
    ("lapan", 8),
    ("sembilan", 9),
    ("sepuluh", 10),
];

#[cfg(test)]
mod tests {
    use super::{chinese, roman, words};

    #[test]
    fn numerals_have_their_values() {
        for (text, expected) in [("一", Some(1)), ("十", Some(10)), ("十二", Some(12)), ("二十一", Some(21)), ("一百二十", Some(120))]
        {
            assert_eq!(chinese(text), expected, "{text}");
        }
        for (text, expected) in [("", None), ("信", None), ("一一", None)] {
            assert_eq!(chinese(text), expected, "{text}");
        }
        for (text, expected) in [("IV", Some(4)), ("xii", Some(12)), ("XL", Some(40)), ("IIX", None), ("C", None), ("", None)] {
            assert_eq!(roman(text), expected, "{text}");
        }
        for (text, expected) in [
            ("thirty", Some(30)),
            ("twenty-one", Some(21)),
            ("Eighteenth", Some(18)),
            ("tiga puluh", Some(30)),
            ("lapan belas", Some(18)),
            ("soon", None),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }
}
