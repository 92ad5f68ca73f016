//! Titles compared: the same words, or nearly so.
//!
//! In: words as printed. Out: keys and likeness. Deliberately absent: numbers in front, which the caller takes off.

use crate::outline::is_han;

/// Words that make no difference between titles.
const SMALL: &[&str] = &["the", "a", "an", "do", "does", "we", "of", "to", "your", "our", "is", "are", "yang"];

/// The letters and digits of a title without case: equal for titles that differ only by space, quotes and stops.
pub(crate) fn key(title: &str) -> String {
    title.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a title: Han characters one by one, other words in lower case, small ones left out.
pub(crate) fn words(title: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in title.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty()) {
        let mut word = String::new();
        for letter in run.chars() {
            if is_han(letter) {
                push(&mut words, std::mem::take(&mut word));
                words.push(letter.to_string());
            } else {
                word.extend(letter.to_lowercase());
            }
        }
        push(&mut words, word);
    }
    words
}

fn push(words: &mut Vec<String>, word: String) {
    if !word.is_empty() && !SMALL.contains(&word.as_str()) {
        words.push(word);
    }
}

/// The first letters of a word, under which its forms are found together: `access`, `accessing`.
pub(crate) fn stem(word: &str) -> &str {
    word.char_indices().nth(6).map_or(word, |(at, _)| word.get(..at).unwrap_or(word))
}

/// Whether two titles share at least seven in ten of their words; forms of one word count as the same.
pub(crate) fn alike(one: &[String], other: &[String]) -> bool {
    let mut left: Vec<&String> = other.iter().collect();
    let mut shared = 0;
    for word in one {
        if let Some(at) = left.iter().position(|known| is_form(word, known)) {
            left.swap_remove(at);
            shared += 1;
        }
    }
    // Two words or four characters are too few to be nearly the same.
    shared >= if one.iter().any(|word| word.starts_with(is_han)) { 4 } else { 2 } && shared * 10 >= one.len().max(other.len()) * 7
}

fn is_form(one: &str, other: &str) -> bool {
    one == other || (one.len() >= 4 && other.len() >= 4 && (one.starts_with(other) || other.starts_with(one)))
}

#[cfg(test)]
mod tests {
    use super::{alike, key, words};

    #[test]
    fn titles_are_compared_by_their_words() {
        for (one, other, expected) in [
            ("Access to your parcels", "Accessing your parcels", true),
            ("Answering your above-mentioned requests", "Answering your above request", true),
            ("How we share data", "How we protect data", false),
            ("Your rights", "Your rights", false),
            ("我们如何保管您的信息", "我们如何保管个人信息", true),
            ("我们收集您的哪些信息", "我们如何收集您的个人信息", false),
        ] {
            assert_eq!(alike(&words(one), &words(other)), expected, "{one} / {other}");
        }
        assert_eq!(key("“How to  reach us”."), key("How to reach us"));
    }
}
