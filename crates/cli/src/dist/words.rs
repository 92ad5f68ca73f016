//! Every word that the views declare is in every language that ships.

use countersign_core::Right;
use countersign_policy::{LOCALES, Phrases};
use countersign_views::{
    AgeWord, AskWord, ChangeWord, ChannelWord, HeldWord, IncidentWord, InsetWord, NativeWord, RightWord, ScopeWord, SeparateWord,
    UpdateWord,
};

fn check(table: &str, keys: impl Iterator<Item = &'static str> + Clone) {
    for tag in LOCALES {
        let phrases = Phrases::of(tag).unwrap();
        let missing: Vec<&str> = keys.clone().filter(|key| phrases.word(table, key).is_empty()).collect();
        assert_eq!(missing, Vec::<&str>::new(), "{tag} [{table}]");
    }
}

macro_rules! check_words {
    ($($words:ident),*) => { $(check($words::TABLE, $words::ALL.iter().map(|word| word.key()));)* };
}

#[test]
fn every_word_is_in_every_language() {
    check_words!(
        AgeWord,
        AskWord,
        ChangeWord,
        ChannelWord,
        HeldWord,
        IncidentWord,
        InsetWord,
        NativeWord,
        RightWord,
        ScopeWord,
        SeparateWord,
        UpdateWord
    );
    check(RightWord::TABLE, Right::ALL.iter().map(|right| right.name()));
}
