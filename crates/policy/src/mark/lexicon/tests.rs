//! The shipped lexicon is whole: no broken file, no phrase with two meanings, every Chinese term found in both scripts.
//!
//! In: the data files. Out: failures that name the phrase. Deliberately absent: sentences, which stand in `tests/marks`.

use std::collections::HashMap;

use super::{Builder, FILES, Lexicon, LexiconError, Lists, Meaning};

#[test]
fn the_shipped_files_are_whole() {
    assert!(Lexicon::shipped().is_ok());
    assert!(matches!(Lexicon::parse(&["[[term]]\ncategory = \"shoe_size\"\nwords = []"]), Err(LexiconError::Category(_))));
    let foreign = "[[term]]\ncategory = \"health\"\nlists = [\"x\"]\nwords = []";
    assert!(matches!(Lexicon::parse(&[foreign]), Err(LexiconError::List(_))));
    assert!(matches!(Lexicon::parse(&["deny = 1"]), Err(LexiconError::Shape(_))));
    assert!(matches!(Lexicon::parse(&["spellings = [\"a\"]"]), Err(LexiconError::Shape(_))));
}

/// Every Chinese term is found in traditional characters: in each of them that folds to the simplified one, one at a time.
#[test]
fn every_chinese_term_is_found_in_traditional_characters() {
    let lexicon = Lexicon::shipped().unwrap();
    let mut forms: HashMap<char, Vec<char>> = HashMap::new();
    let table = include_str!("../../../data/traditional.txt").lines().filter(|line| !line.starts_with('#'));
    for pair in table.flat_map(str::split_whitespace) {
        let letters: Vec<char> = pair.chars().collect();
        forms.entry(letters[1]).or_default().push(letters[0]);
    }
    let mut tried = 0;
    for (term, meaning) in &lexicon.known {
        for (at, letter) in term.char_indices() {
            for form in forms.get(&letter).into_iter().flatten() {
                let written = format!("{}{form}{}", &term[..at], &term[at + letter.len_utf8()..]);
                let folded = lexicon.fold(&written).text;
                assert_eq!(lexicon.term(&folded), Some(*meaning), "{written} is not found as {term}");
                tried += 1;
            }
        }
    }
    assert!(tried > 2000, "only {tried} forms were tried");
}

/// The characters that the terms need, from the common practice of both scripts and not from the shipped table.
#[test]
fn common_characters_fold() {
    let traditional = "個賬戶號銀證護駕駛車輛軌跡經緯實時視網臉別識徵紋掃圖靜脈聲語遺傳資訊療藥醫囑報檢驗診過體殘險碼認憑據財產虛擬貨幣餘額貸錄記費單話簡聯絡讀寫瀏覽歷違兒歲滿監種黨團會狀況態確準數軍勞動簽設備電郵機訂輸轉購買賣發標錢稅點評結構組織關還與為開閉紀錄筆銷貼戀歸屬業職務員權誤證";
    let simplified = "个账户号银证护驾驶车辆轨迹经纬实时视网脸别识征纹扫图静脉声语遗传资讯疗药医嘱报检验诊过体残险码认凭据财产虚拟货币余额贷录记费单话简联络读写浏览历违儿岁满监种党团会状况态确准数军劳动签设备电邮机订输转购买卖发标钱税点评结构组织关还与为开闭纪录笔销贴恋归属业职务员权误证";
    assert_eq!(Lexicon::shipped().unwrap().fold(traditional).text, simplified);
}

/// A phrase stands once: two entries would hide which list or category counts.
#[test]
fn no_phrase_stands_twice_with_two_meanings() {
    let mut builder = Builder::default();
    FILES.iter().for_each(|file| builder.file(file).unwrap());
    let mut twice: Vec<String> = Vec::new();
    let mut seen: HashMap<&str, Meaning> = HashMap::new();
    for (phrase, pattern) in builder.words.iter().zip(&builder.patterns) {
        let Meaning::Sensitive(term) = pattern.meaning else { continue };
        if term.lists == Lists::default() {
            continue;
        }
        if let Some(Meaning::Sensitive(other)) = seen.insert(phrase, pattern.meaning)
            && other.tongue == term.tongue
            && (other.category != term.category || other.strength != term.strength)
        {
            twice.push(phrase.clone());
        }
    }
    assert!(twice.is_empty(), "{twice:?}");
}
