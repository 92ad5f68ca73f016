//! Which of the languages that ship a text is written in.
//!
//! In: a text. Out: a locale tag; English where nothing speaks for another. By script and by the commonest words, which is enough for
//! whole policies. Deliberately absent: languages that do not ship.

/// Characters that only one of the two Chinese scripts uses, in pairs.
const PAIRS: &str = "们們这這国國个個说說时時为為会會对對开開关關东東车車门門问問题題务務处處应應将將与與权權护護服服录錄资資获獲类類适適经經证證认認过過还還进進";

const MALAY: &[&str] = &["dan", "yang", "untuk", "dengan", "anda", "kami", "adalah", "tidak", "boleh", "atau", "kepada", "ini"];
const ENGLISH: &[&str] = &["and", "the", "of", "to", "you", "we", "is", "not", "may", "or", "for", "this"];

/// The tag of the language of a text.
pub(crate) fn detect(text: &str) -> &'static str {
    let han = text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
    let latin = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty() && word.is_ascii()).count();
    // A Chinese word is two characters long; a policy in Chinese may quote many English names.
    if han > latin {
        let pairs: Vec<char> = PAIRS.chars().collect();
        let count = |side: usize| {
            let own = pairs.iter().skip(side).step_by(2);
            own.zip(pairs.iter().skip(1 - side).step_by(2)).filter(|(a, b)| a != b).map(|(a, _)| text.matches(*a).count()).sum::<usize>()
        };
        return if count(1) > count(0) { "zh-Hant" } else { "zh-Hans" };
    }
    let lower = text.to_lowercase();
    let count = |words: &[&str]| lower.split(|c: char| !c.is_alphabetic()).filter(|word| words.contains(word)).count();
    if count(MALAY) > count(ENGLISH) { "ms" } else { "en" }
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn languages_are_told_apart() {
        for (text, expected) in [
            ("We use your data for delivery and you may refuse.", "en"),
            ("Kami menggunakan data anda untuk penghantaran dan anda boleh menolak.", "ms"),
            ("我们将您的信息用于派送，您可以拒绝。", "zh-Hans"),
            ("我們將您的資料用於配送，您可以拒絕。", "zh-Hant"),
            ("我们使用 Google Analytics SDK 和 Cookie 统计使用情况", "zh-Hans"),
            ("", "en"),
        ] {
            assert_eq!(detect(text), expected, "{text}");
        }
    }
}
