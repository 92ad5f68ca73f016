//! The title of a function that has no heading, taken from the clause that opens its description.
//!
//! In: a sentence: "When you log in with your fingerprint, we collect ...", "若您申请发票，您需要提供……". Out: the words of the condition or the
//! purpose without what surrounds them: "Log in with fingerprint", "申请发票". Deliberately absent: conditions that name no function, such as
//! "when you use our services" and "if you do not agree".

use std::ops::Range;

use super::naming::owner;
use super::words::{Lists, words};
use crate::mark::{Lexicon, is_spaced_letter};
use crate::outline::is_han;

/// What opened the clause.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Opening {
    /// "When you", "if you".
    Condition,
    /// "In order to", before or behind the data; a function only where a clause of its own says it.
    Purpose,
}

/// A title and what opened its clause.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Titled {
    pub(super) title: String,
    pub(super) opening: Opening,
}

/// Bytes before which a condition must open.
const NEAR: usize = 150;

/// Bytes of an address before a purpose: "向您".
const ADDRESS: usize = 6;

/// The title in a sentence; `names` are folded names of the site, which make no service a special one.
pub(super) fn title(sentence: &str, lexicon: &Lexicon, names: &[String]) -> Option<Titled> {
    let folded = lexicon.fold(sentence);
    let han = folded.text.contains(is_han);
    let made = |lists: &Lists, start: usize, end: usize, opening: Opening| {
        let inner = trim(folded.text.get(start..end)?, lists, names)?;
        let range = folded.range(start + inner.start, start + inner.end);
        let title = plain(sentence.get(range)?, lists);
        fits(&title, han).then_some(Titled { title, opening })
    };
    let lists = || words().lists(han).iter();
    let opened = lists().find_map(|lists| {
        let (opening, start) = open(&folded.text, lists)?;
        let end = close(folded.text.get(start..)?, lists)?;
        made(lists, start, start + end, opening)
    });
    opened.or_else(|| {
        lists().find_map(|lists| {
            let (start, end) = ending(&folded.text, lists)?;
            // What speaks to the visitor again behind its first words is a sentence, not a name.
            let words = folded.text.get(start..end)?;
            if words.rfind('您').is_some_and(|at| at > ADDRESS) {
                return None;
            }
            made(lists, start, end, Opening::Purpose)
        })
    })
}

/// Whether a title names nothing: "other information".
pub(super) fn is_generic(title: &str, lexicon: &Lexicon) -> bool {
    let folded = lexicon.fold(title);
    words().lists(folded.text.contains(is_han)).iter().any(|lists| lists.generic.iter().any(|generic| generic == folded.text.trim()))
}

/// Whether words are no label: they speak to somebody, open like a clause, or name nothing.
pub(super) fn is_empty(label: &str, lexicon: &Lexicon) -> bool {
    let folded = lexicon.fold(label);
    let lists = words().lists(folded.text.contains(is_han)).iter();
    let speaks = ["我们", "您"].iter().any(|word| folded.text.contains(word))
        || folded.text.split(' ').any(|word| ["we", "you", "kami", "anda"].contains(&word));
    speaks
        || lists
            .clone()
            .any(|lists| matches!(open(&folded.text, lists), Some((Opening::Condition, _))) || says_nothing(folded.text.trim(), lists, &[]))
}

/// The purpose behind the data: "we collect your name to complete your order".
fn ending(text: &str, lists: &Lists) -> Option<(usize, usize)> {
    let found = lists.ends.iter().filter_map(|end| text.find(end.as_str()).filter(|at| *at > 0).map(|at| (at, at + end.len())));
    let (_, start) = found.filter(|(_, end)| ends_word(text, *end)).min_by_key(|(at, end)| (*at, usize::MAX - end))?;
    let rest = text.get(start..)?;
    let end = rest.find([',', '，', '。', '；', ';', '.', '(', '（']).unwrap_or(rest.len());
    Some((start, start + end))
}

/// Where the clause's own words begin.
fn open(text: &str, lists: &Lists) -> Option<(Opening, usize)> {
    let near = text.get(..text.floor_char_boundary(NEAR)).unwrap_or_default();
    let condition = lists.openers.iter().filter_map(|opener| {
        near.match_indices(opener.as_str())
            .find(|(at, _)| {
                let named = opener.ends_with("such as");
                (named || begins_clause(near.get(..*at).unwrap_or_default())) && ends_word(text, at + opener.len())
            })
            .map(|(at, _)| (at, at + opener.len()))
    });
    // Of openers at one place the longest counts.
    let condition = condition.min_by_key(|(at, end)| (*at, usize::MAX - end)).map(|(at, end)| (Opening::Condition, at, end));
    let lead = near.len() - near.trim_start_matches(|letter: char| !letter.is_alphabetic()).len();
    let purpose = lists
        .purposes
        .iter()
        .filter(|opener| near.get(lead..).is_some_and(|rest| rest.starts_with(opener.as_str())) && ends_word(text, lead + opener.len()));
    let purpose = purpose.map(|opener| (Opening::Purpose, lead, lead + opener.len())).max_by_key(|(_, _, end)| *end);
    // A purpose before the condition is the shorter way to say what the function is for; the condition says what it is.
    condition.or(purpose).map(|(opening, _, end)| (opening, end))
}

/// Whether the words before an opener end a clause.
fn begins_clause(before: &str) -> bool {
    let before = before.trim_end();
    if !before.contains(is_han) && before.split_whitespace().count() > 4 {
        return false;
    }
    before.is_empty()
        || before.ends_with([',', '，', ':', '：', ';', '；', '。', '、', ')', '）', '.', '-'])
        || before.ends_with(" and")
        || !before.contains(char::is_alphabetic)
}

/// Whether a word of a spaced script ends here.
fn ends_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|before| before.chars().next_back()).is_some_and(is_spaced_letter);
    let after = text.get(at..).and_then(|after| after.chars().next()).is_some_and(is_spaced_letter);
    !(before && after)
}

/// Where the clause ends.
fn close(rest: &str, lists: &Lists) -> Option<usize> {
    let listed = lists.closers.iter().filter_map(|closer| {
        rest.match_indices(closer.as_str()).find(|(at, _)| *at > 0 && ends_word(rest, at + closer.len())).map(|(at, _)| at)
    });
    let spoken = rest.match_indices(", ").map(|(at, _)| at).find(|at| {
        let clause = rest.get(at + 2..).unwrap_or_default().split([',', '.', ';']).next().unwrap_or_default();
        let mut first = clause.split_whitespace().take(8).peekable();
        first.peek() != Some(&"or") && first.any(|word| lists.verbs.iter().any(|verb| verb == word))
    });
    listed.chain(spoken).min()
}

/// The words of a clause without those around them; nothing where they name no function.
fn trim(clause: &str, lists: &Lists, names: &[String]) -> Option<Range<usize>> {
    let mut range = 0..clause.len();
    if let Some((at, cut)) = lists.cuts.iter().filter_map(|cut| clause.find(cut.as_str()).map(|at| (at, cut))).min() {
        if cut.starts_with(is_han) {
            range.start = at + cut.len();
        } else {
            range.end = at;
        }
    }
    loop {
        let words = clause.get(range.clone())?;
        let open = words.trim_start_matches(|letter: char| !letter.is_alphanumeric() && !"“\"「【".contains(letter));
        let start = range.end - open.len();
        let shut = open.trim_end_matches(|letter: char| !letter.is_alphanumeric() && !")）”\"".contains(letter));
        if says_nothing(shut, lists, names) {
            return None;
        }
        let lead =
            lists.leads.iter().filter(|lead| shut.starts_with(lead.as_str()) && shut.len() > lead.len() && ends_word(shut, lead.len()));
        let named = Some(owner(shut, names)).filter(|named| *named < shut.len());
        let lead = lead.map(String::len).chain(named).max().unwrap_or(0);
        let shut = shut.get(lead..)?;
        if says_nothing(shut.trim_start(), lists, names) {
            return None;
        }
        let trail = lists.trails.iter().filter(|trail| shut.ends_with(trail.as_str()) && shut.len() > trail.len());
        let trail = trail.filter(|trail| ends_word(shut, shut.len() - trail.len())).map(String::len).max().unwrap_or(0);
        let next = start + lead..start + lead + shut.len() - trail;
        if next == range {
            return Some(range);
        }
        range = next;
    }
}

/// Whether a clause is none of a function, or names no special one.
fn says_nothing(words: &str, lists: &Lists, names: &[String]) -> bool {
    let mut bare = words.to_owned();
    for name in names {
        bare = bare.replace(name.as_str(), "");
    }
    let owned = if bare.len() < words.len() { bare.trim().trim_start_matches("'s ").trim_start_matches('的') } else { bare.as_str() };
    let bare = owned.trim();
    let known = |words: &str| words.is_empty() || lists.generic.iter().any(|generic| generic == words);
    // "our website or our app" names nothing special either.
    let lead = |words: &str| {
        let words = words.trim();
        let lead =
            lists.leads.iter().filter(|lead| words.starts_with(lead.as_str()) && ends_word(words, lead.len())).map(String::len).max();
        words.get(lead.unwrap_or(0)..).unwrap_or_default().trim().trim_start_matches("访问").to_owned()
    };
    let parts = bare
        .split(" or ")
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" atau "))
        .flat_map(|part| part.split(['或', '及', '和', '、', ',']));
    let verb = |verb: &String| bare.starts_with(verb.as_str()) && (bare.starts_with(is_han) || ends_word(bare, verb.len()));
    bare.is_empty()
        || bare.ends_with("业务功能")
        || lists.generic_verbs.iter().any(verb)
        || known(bare)
        || parts.map(lead).all(|part| known(&part))
}

/// Words as a title: one line, without owners, the first letter large; a quoted name alone where there is one.
fn plain(words: &str, lists: &Lists) -> String {
    let quoted =
        words.split_once(['“', '"', '「', '【']).and_then(|(_, rest)| rest.split_once(['”', '"', '」', '】'])).map(|(name, _)| name);
    let words = quoted.filter(|name| name.chars().count() >= 2).unwrap_or(words);
    let kept: Vec<&str> =
        words.split_whitespace().filter(|word| !lists.inner.iter().any(|inner| inner.eq_ignore_ascii_case(word))).collect();
    let mut title = kept.join(" ");
    for inner in lists.inner.iter().filter(|inner| inner.starts_with(is_han)) {
        title = title.replace(inner.as_str(), "");
    }
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a title is long enough to say something and short enough to be one.
fn fits(title: &str, han: bool) -> bool {
    let count = title.chars().count();
    // What still speaks to the visitor is a sentence, not a name.
    if ["您", "选择", "選擇", "我们", "我們", " you "].iter().any(|word| title.contains(word)) {
        return false;
    }
    if han { (2..=28).contains(&count) } else { (4..=90).contains(&count) && title.split(' ').count() <= 14 }
}

#[cfg(test)]
mod tests {
    use super::{Opening, title};
    use crate::mark::Lexicon;

    fn check(sentence: &str, expected: Option<&str>) {
        let lexicon = Lexicon::shipped().unwrap();
        let found = title(sentence, &lexicon, &["layang".to_owned(), "云雀".to_owned()]);
        assert_eq!(found.map(|found| found.title).as_deref(), expected, "{sentence}");
    }

    #[test]
    fn conditions_give_titles() {
        for (sentence, expected) in [
            ("When you sign in with your palm or voice, we collect your voice print.", "Sign in with palm or voice"),
            ("If you choose the parcel locker service, you need to provide your phone number.", "Parcel locker service"),
            ("If you need to use the route planner function, you need to authorize the app.", "Route planner"),
            ("In addition, if you apply for an invoice, the following is needed: a tax number.", "Invoice"),
            ("若您选择夜间取件服务，您需要提供门牌号。", "夜间取件服务"),
            ("在您预约上门打包时，我们会收集您的地址。", "预约上门打包"),
            ("为满足准入条件而进行车辆认证时，您需提交行驶证。", "车辆认证"),
            ("當您使用語音下單功能時，我們會收集您的錄音。", "語音下單功能"),
            ("Apabila anda menggunakan fungsi imbasan kod, kami memerlukan kamera.", "Imbasan kod"),
            ("Jika anda ingin menyimpan alamat, kami akan mengumpul alamat itu.", "Menyimpan alamat"),
        ] {
            check(sentence, Some(expected));
        }
    }

    #[test]
    fn clauses_of_no_function_give_none() {
        for sentence in [
            "When you use our services, we collect your address.",
            "If you do not agree, you may leave.",
            "If you have any question, write to us.",
            "When you use Layang services, we collect your address.",
            "We collect your address.",
            "当您使用我们的服务时，我们会收集地址。",
            "如您不同意，请停止使用。",
            "在您使用云雀服务时，我们会收集日志。",
            "Jika anda tidak bersetuju, kami tidak akan meneruskan.",
        ] {
            check(sentence, None);
        }
    }

    #[test]
    fn purposes_are_told_from_conditions() {
        let lexicon = Lexicon::shipped().unwrap();
        let found = title("In order to complete paying a parcel, we need your card number.", &lexicon, &[]).unwrap();
        assert_eq!((found.title.as_str(), found.opening), ("Paying a parcel", Opening::Purpose));
    }
}
