//! What a choice that was made for an older notice still covers under a newer one, so that only what changed is asked again (PIPL Art. 14:
//! purpose, method and kind of data; Art. 22 and 23: who decides about them).
//!
//! In: two notices. Out: ids of additional purposes. Deliberately absent: what the visitor chose, and any way to open something: a purpose
//! that is not kept is closed until somebody is asked. No browser code calls this: it is compiled when a site is built.

use super::{Fact, Notice, Purpose, PurposeKind, Term};
use crate::PurposeId;

/// How the additional purposes of a newer notice stand to an older one.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Renewal {
    /// Those about which nothing that counts differs: a choice for them stands.
    pub kept: Vec<PurposeId>,
    /// Those that the older notice did not have as a choice.
    pub fresh: Vec<PurposeId>,
}

/// Compares two notices.
///
/// A choice stands where every fact of its purpose does, and where the notice as a whole takes nothing back: another name, other
/// jurisdictions, or a longer time until an answer, which cuts rights, concern every purpose. A new address to write to concerns none.
#[must_use]
pub fn renewal(old: &Notice, new: &Notice) -> Renewal {
    let before = |purpose: &Purpose| old.purposes.iter().find(|one| one.id == purpose.id && one.kind == PurposeKind::Additional);
    let stands = !takes_back(old, new);
    let is_kept =
        |purpose: &&Purpose| stands && before(purpose).is_some_and(|one| Fact::ALL.iter().all(|fact| fact.of(one) == fact.of(purpose)));
    Renewal {
        kept: new.additional().filter(is_kept).map(|purpose| purpose.id.clone()).collect(),
        fresh: new.additional().filter(|purpose| before(purpose).is_none()).map(|purpose| purpose.id.clone()).collect(),
    }
}

/// Whether the notice as a whole differs in a way that no choice for the older one covers.
fn takes_back(old: &Notice, new: &Notice) -> bool {
    let days = |notice: &Notice| notice.controller.response_days.unwrap_or(u32::MAX);
    [Term::Name, Term::Jurisdictions].iter().any(|term| term.of(old) != term.of(new)) || days(new) > days(old)
}

#[cfg(test)]
mod tests {
    use super::renewal;
    use crate::notice::tests::sample;
    use crate::{NoticeDraft, PurposeId, PurposeKind};

    /// What a choice for the sample covers after a change, and what is new in it.
    fn check(change: impl FnOnce(&mut NoticeDraft), kept: &[&str], fresh: &[&str]) {
        let mut draft = sample();
        change(&mut draft);
        let renewed = renewal(&sample().check().unwrap(), &draft.check().unwrap());
        assert_eq!(renewed.kept.iter().map(PurposeId::as_str).collect::<Vec<_>>(), kept);
        assert_eq!(renewed.fresh.iter().map(PurposeId::as_str).collect::<Vec<_>>(), fresh);
    }

    #[test]
    fn only_what_changed_is_asked_again() {
        let both = ["analytics", "maps"];
        check(|_| (), &both, &[]);
        check(|draft| draft.purposes[1].title = "Other words".into(), &both, &[]);
        check(|draft| draft.purposes[0].retention_code = Some("P9Y".into()), &both, &[]);
        check(|draft| draft.purposes[1].retention_code = Some("P9Y".into()), &["maps"], &[]);
        check(|draft| draft.purposes[2].vendors[0].hosts.push("more.example".into()), &["analytics"], &[]);
        check(|draft| draft.purposes[2].recipients = None, &["analytics"], &[]);
        check(|draft| drop(draft.purposes.remove(1)), &["maps"], &[]);
        check(|draft| draft.purposes[2].id = PurposeId::new("routes").unwrap(), &["analytics"], &["routes"]);
        check(|draft| draft.purposes[0].kind = PurposeKind::Additional, &both, &["delivery"]);
    }

    #[test]
    fn whoever_decides_and_shorter_rights_concern_every_purpose() {
        let both = ["analytics", "maps"];
        check(|draft| draft.controller.name = Some("Another".into()), &[], &[]);
        check(|draft| draft.site.jurisdictions.push("CN".into()), &[], &[]);
        check(|draft| draft.controller.email = Some("q@c.example".into()), &both, &[]);
        check(|draft| draft.controller.response_days = Some(15), &both, &[]);
        let later = |days| {
            let with = |days| {
                let mut draft = sample();
                draft.controller.response_days = days;
                draft.check().unwrap()
            };
            renewal(&with(Some(15)), &with(days)).kept.len()
        };
        assert_eq!([Some(10), Some(15), Some(30), None].map(later), [2, 2, 0, 0]);
    }
}
