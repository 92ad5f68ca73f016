//! Checks of notices and their fingerprint; also the sample that other tests build on.

use super::*;

/// A notice with one core and two additional purposes that uses every member.
pub(crate) fn sample() -> NoticeDraft {
    let place = |code: &str, name: &str| Place { code: code.into(), name: name.into() };
    let purpose = |id: &str, kind| Purpose {
        id: PurposeId::new(id).unwrap(),
        kind,
        title: id.to_uppercase(),
        description: Some(RichText::plain("What it is for.")),
        effect: Some(RichText::plain("Nothing else changes.")),
        data: vec![DataItem {
            id: "place".into(),
            label: RichText::marked("location", Category::Location),
            pd: Some("Location".into()),
            optional: false,
        }],
        recipients: Some(vec![Recipient {
            name: "Metrik".into(),
            also: vec!["Metrik Labs".into()],
            policy: Some("https://metrik.example/privacy".into()),
            country: Some(place("SG", "Singapore")),
            role: Some(Role::Processor),
        }]),
        retention: Some("13 months".into()),
        retention_code: Some("P13M".into()),
        storage: Some(vec![place("MY", "Malaysia")]),
        source: Some(Source::Observed),
        basis: Some(Basis::Consent),
        dpv: Some("ServiceUsageAnalytics".into()),
        anchor: Some("s-2".into()),
        vendors: vec![Vendor { name: "metrik".into(), hosts: vec!["metrik.example".into()], storage: vec![StoredName::cookie("_mk_*")] }],
        separate: Vec::new(),
    };
    NoticeDraft {
        id: "privacy".into(),
        version: "1.0".into(),
        locale: "en".into(),
        drafted: false,
        title: "Privacy policy".into(),
        effective: Some("2026-12-01".into()),
        updated: None,
        site: Site {
            id: "site".into(),
            origin: None,
            cookie_domain: None,
            backends: vec![Backend::at("/v1/receipts")],
            choice_days: 180,
            jurisdictions: vec!["MY".into()],
        },
        controller: Controller { name: Some("Example \"Couriers\"".into()), email: Some("p@c.example".into()), ..Controller::default() },
        purposes: vec![
            purpose("delivery", PurposeKind::Core),
            purpose("analytics", PurposeKind::Additional),
            purpose("maps", PurposeKind::Additional),
        ],
        children: None,
        scope: Scope::default(),
        sensitive: vec!["location".into()],
        lists: vec!["PIPL Art. 28".into(), "the policy's own".into()],
        places: ["s-1", "s-2", "s-1", "", "s-0", "s-2"].map(String::from).to_vec(),
        clauses: vec![Clause { label: "1. What <we> do".into(), anchor: "s-2".into() }],
        locales: vec![LocaleLink { tag: "en".into(), name: "English".into() }],
        text: Digest::of(b"text"),
        insets: Vec::new(),
        catalogue: None,
        widget: None,
        messages: Msg::ALL.iter().map(|message| message.key().to_owned()).collect(),
    }
}

fn check(change: impl FnOnce(&mut NoticeDraft), expected: Vec<Fault>) {
    let mut draft = sample();
    change(&mut draft);
    assert_eq!(draft.check().map_or_else(|faults| faults, |_| Vec::new()), expected);
}

#[test]
fn faults_are_all_reported() {
    let id = |text: &str| PurposeId::new(text).unwrap();
    check(|_| (), vec![]);
    check(|draft| draft.purposes[2].id = id("analytics"), vec![Fault::DuplicatePurpose(id("analytics"))]);
    check(|draft| draft.purposes[1].effect = None, vec![Fault::NoEffect(id("analytics"))]);
    check(|draft| draft.purposes[0].effect = None, vec![]);
    check(
        |draft| {
            draft.purposes[1].data.clear();
            draft.messages.pop();
            draft.locale = "ms".into();
            draft.site.choice_days = 391;
        },
        vec![
            Fault::NoData(id("analytics")),
            Fault::Messages { actual: Msg::ALL.len() - 1 },
            Fault::ForeignLocale("ms".into()),
            Fault::ChoiceDays(391),
        ],
    );
    check(|draft| draft.purposes[0].data[0].label.marks[0].end = 99, vec![Fault::BrokenMark(id("delivery"))]);
    check(
        |draft| {
            draft.drafted = true;
            draft.purposes[1].effect = None;
            draft.purposes[1].data.clear();
        },
        vec![],
    );
}

#[test]
fn the_fingerprint_follows_substance_not_wording() {
    let of = |change: &dyn Fn(&mut NoticeDraft)| {
        let mut draft = sample();
        change(&mut draft);
        material(&draft.check().unwrap())
    };
    let base = of(&|_| ());
    assert_eq!(base.len(), 8);
    for wording in [
        &(|draft: &mut NoticeDraft| draft.title = "Other".into()) as &dyn Fn(&mut NoticeDraft),
        &|draft| draft.purposes[1].title = "Other".into(),
        &|draft| draft.purposes[1].effect = Some(RichText::plain("Other.")),
        &|draft| draft.version = "1.1".into(),
        &|draft| draft.messages[0] = "Other".into(),
        &|draft| draft.controller.address = Some("2 Road".into()),
        &|draft| draft.purposes.reverse(),
        &|draft| draft.purposes[1].recipients.as_mut().unwrap()[0].country.as_mut().unwrap().name = "Singapura".into(),
    ] {
        assert_eq!(of(wording), base);
    }
    for substance in [
        &(|draft: &mut NoticeDraft| draft.purposes[1].retention_code = Some("P1Y".into())) as &dyn Fn(&mut NoticeDraft),
        &|draft| draft.purposes[1].data[0].id = "other".into(),
        &|draft| draft.purposes[1].kind = PurposeKind::Core,
        &|draft| draft.purposes[1].recipients = None,
        &|draft| draft.purposes[1].storage = None,
        &|draft| draft.purposes[1].vendors[0].hosts.push("b.example".into()),
        &|draft| draft.controller.name = Some("Other".into()),
        &|draft| draft.controller.response_days = Some(30),
        &|draft| draft.purposes[1].recipients.as_mut().unwrap()[0].role = Some(Role::Controller),
        &|draft| draft.purposes[1].vendors[0].hosts.clear(),
        &|draft| drop(draft.purposes.pop()),
        &|draft| draft.site.jurisdictions.push("CN".into()),
    ] {
        assert_ne!(of(substance), base);
    }
}

#[test]
fn countries_abroad_are_named_once() {
    let notice = sample().check().unwrap();
    let codes: Vec<_> = notice.abroad().into_iter().map(|place| place.code.as_str()).collect();
    assert_eq!(codes, ["SG"]);
}
