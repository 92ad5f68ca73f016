//! What the words around a function call it, and what is no part of its title.
//!
//! In: the sentences that describe a function whose title was taken from a condition; titles as printed. Out: the name by which the text
//! itself declares it ("parcel radar is one of the core functions") or says what stops ("you cannot use the parcel radar function"); titles
//! without a count before them and brackets around them. Deliberately absent: conditions (`condition`), kinds of functions without such words.

use std::sync::LazyLock;

use countersign_core::PurposeKind;
use regex::Regex;

use super::page::{Page, Sentence, fold};
use super::scope::kind_in;
use super::words::{Group, words};
use crate::facts::pattern;
use crate::mark::Lexicon;
use crate::outline::is_han;

/// More bytes are no sentence that names a function.
const LONGEST: usize = 1_000;

/// The name that sentences give their function: where they declare its kind, else where they say what refusing ends.
pub(super) fn named(page: &Page<'_>, sentences: &[Sentence], names: &[String]) -> Option<String> {
    static DECLARES: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^([^,，。;；:：(（]{2,20}?)(?:是|属于|为)(?:[^,，。;；:：]{0,12}的)?(?:核心|基本|基础|主要|附加|扩展|拓展|可选|增值)(?:业务|服务)?功能(?:[,，。;；]|$)|^(?:the )?([a-z][a-z -]{3,50}?)(?: function| feature)? is (?:an?|one of the|our) (?:core|basic|additional|optional) (?:function|feature|service)s?\b",
        )
    });
    static STOPS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?:无法|不能)(?:正常)?(?:使用|体验)([^,，。;；:：(（]{2,28}?)功能(?:[,，。;；]|但|$)|(?:cannot|unable to|not be able to) use (?:the |our )([a-z][a-z -]{3,50}?) (?:function|feature)\b",
        )
    });
    let find = |sentence: &Sentence, regex: &Regex| {
        let original = page.words(&sentence.span);
        let folded = page.lexicon.fold(original);
        let captures = regex.captures(&folded.text)?;
        let found = captures.get(1).or_else(|| captures.get(2))?;
        let owner = owner(found.as_str(), names);
        let name = original.get(folded.range(found.start() + owner, found.end()))?;
        is_name(folded.text.get(found.start() + owner..found.end())?).then(|| fold(name.trim_matches(QUOTES)))
    };
    let short = || sentences.iter().filter(|sentence| sentence.span.len() <= LONGEST);
    let declared = short().filter(|sentence| kind_in(sentence.groups).is_some()).find_map(|sentence| find(sentence, &DECLARES));
    declared.or_else(|| short().filter(|sentence| sentence.groups.has(Group::Refuse)).find_map(|sentence| find(sentence, &STOPS)))
}

const QUOTES: [char; 8] = ['“', '”', '"', '「', '」', '【', '】', ' '];

/// Bytes of the site's own name before a function, with the word that joins them: "Layang's", "在云雀上".
pub(super) fn owner(words: &str, names: &[String]) -> usize {
    let inner = words.strip_prefix('在').unwrap_or(words);
    let rest = names.iter().filter_map(|name| inner.strip_prefix(name.as_str())).min_by_key(|rest| rest.len());
    let Some(rest) = rest else { return 0 };
    let behind = ["客户端", "平台", "app", "'s", "的", "上", "中", "内", "里", "时"];
    let joined = behind.iter().fold(rest, |rest, join| rest.strip_prefix(join).unwrap_or(rest));
    words.len() - joined.len()
}

/// Whether words name one function, and do not only point to it.
fn is_name(words: &str) -> bool {
    let points =
        ["本", "该", "此", "相应", "上述", "以上", "前述", "这", "其他", "对应", "相关", "部分", "我们", "您", "某", "特定", "有关"];
    let first = words.split(' ').next().unwrap_or_default();
    let english = ["this", "that", "these", "those", "such", "relevant", "corresponding", "above", "other", "related", "it", "following"];
    words.chars().count() >= 2 && !points.iter().any(|point| words.contains(point)) && !english.contains(&first)
}

/// The kind that sentences state of their own function: "this function is an additional one".
pub(super) fn stated(sentences: &[Sentence]) -> Option<PurposeKind> {
    let both = |sentence: &Sentence| sentence.groups.has(Group::Core) && sentence.groups.has(Group::Additional);
    sentences.iter().filter(|sentence| sentence.groups.has(Group::States) && !both(sentence)).find_map(|sentence| kind_in(sentence.groups))
}

/// A title without a count before it and brackets around it: "Function 1: Parcel radar", "【语音备注】".
pub(super) fn bare<'a>(title: &'a str, lexicon: &Lexicon) -> &'a str {
    let counted = title.split_once([':', '：', '、']).filter(|(count, name)| counts(count, lexicon) && !name.trim().is_empty());
    let title = counted.map_or(title, |(_, name)| name.trim());
    let inner = title.strip_prefix('【').and_then(|rest| rest.strip_suffix('】')).map(str::trim);
    inner.filter(|inner| !inner.is_empty() && !inner.contains(['【', '】'])).unwrap_or(title)
}

/// Whether words only count a function: "Function 1", "场景一".
pub(super) fn counts(words: &str, lexicon: &Lexicon) -> bool {
    let folded = lexicon.fold(words).text;
    let all = self::words().lists(false).iter().chain(self::words().lists(true)).flat_map(|lists| &lists.counted);
    let rest = all.filter_map(|count| folded.strip_prefix(count.as_str())).min_by_key(|rest| rest.len()).map(str::trim);
    rest.is_some_and(|rest| {
        (1..=2).contains(&rest.chars().count())
            && rest.chars().all(|letter| letter.is_ascii_digit() || "一二三四五六七八九十".contains(letter))
    })
}

/// The site's name in the title of its policy, folded.
pub(super) fn own_name(title: &str, lexicon: &Lexicon) -> Option<String> {
    let folded = lexicon.fold(title).text;
    let end = ["隐私", "个人信息保护"].iter().filter_map(|word| folded.find(word)).min()?;
    let name = folded.get(..end)?.trim_matches(|letter: char| !letter.is_alphanumeric());
    let name = ["用户", "app", "软件", "网站"].iter().fold(name, |name, tail| name.strip_suffix(tail).unwrap_or(name).trim());
    let common = ["平台", "我们", "客户", "公司", "产品", "本", "关于", "一般", "儿童", "网络"];
    let fits = (2..=16).contains(&name.chars().count()) && name.contains(is_han) && !name.contains([',', '，', '、', '。', '的']);
    (fits && !common.contains(&name)).then(|| name.to_owned())
}
