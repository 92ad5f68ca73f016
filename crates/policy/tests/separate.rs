//! Which purposes get a consent of their own: by derivation where the law of mainland China applies, and by the author's word.

use countersign_core::{Children, Separate};
use countersign_policy::{Additional, Bundle, compile, draft_site};

const POLICY: &str = "# Privacy policy\n\n## 1. Data\n\nWe use what you give us.\n";

/// A site with one additional purpose; `purpose` and `rest` are further lines.
fn site(jurisdictions: &str, purpose: &str, rest: &str) -> Bundle {
    let text = format!(
        "[site]\nid = \"pos\"\njurisdictions = {jurisdictions}\n[controller]\nname = \"Pos\"\n[notice]\nversion = \"1\"\n\
         [[locale]]\ntag = \"en\"\npolicy = \"en.md\"\n\
         [[purpose]]\nid = \"extra\"\nkind = \"additional\"\ntitle = {{ en = \"Extra\" }}\ndescription = {{ en = \"More.\" }}\n\
         effect = {{ en = \"Nothing else changes.\" }}\nnecessity = {{ en = \"It cannot work without.\" }}\nimpact = {{ en = \"Less privacy.\" }}\n\
         recipients = [\"other\"]\n{purpose}\n\
         [[data]]\nid = \"pages\"\nlabel = {{ en = \"pages you open\" }}\n\
         [[data]]\nid = \"face\"\nlabel = {{ en = \"face\" }}\nsensitive = \"biometric\"\n\
         [[data]]\nid = \"place\"\nlabel = {{ en = \"precise location\" }}\nsensitive = \"location\"\noptional = true\n{rest}"
    );
    let (bundle, diagnostics) = compile("site.toml", &text, &|_| Ok(POLICY.as_bytes().to_vec()));
    bundle.unwrap_or_else(|| panic!("{}", diagnostics.iter().map(|one| format!("{one}\n")).collect::<String>()))
}

/// A recipient in a country and role, with everything that is said before a choice.
fn other(country: &str, role: &str) -> String {
    format!(
        "[[recipient]]\nid = \"other\"\nname = \"Other\"\ncountry = \"{country}\"\nrole = \"{role}\"\ncontact = \"a@b.example\"\n\
         method = {{ en = \"Counts.\" }}\nrights = {{ en = \"Write to it.\" }}\n"
    )
}

#[test]
fn reasons_follow_from_data_recipients_and_places() {
    use Separate::{CrossBorder, PublicFace, Publication, Sensitive, ThirdParty};
    let check = |jurisdictions: &str, purpose: &str, country: &str, role: &str, expected: &[Separate]| {
        let bundle = site(jurisdictions, purpose, &other(country, role));
        let notice = &bundle.parts[0].notice;
        assert_eq!(notice.purposes[0].separate, expected, "{jurisdictions} {purpose} {country} {role}");
        let (at_once, apart) = (notice.at_once().count(), notice.apart().count());
        assert_eq!((at_once, apart), if expected.is_empty() { (1, 0) } else { (0, 1) });
        assert_eq!(bundle.parts[0].separate.len(), apart, "a screen for each");
    };
    let plain = "data = [\"pages\"]\nstorage = [\"CN\"]";
    check("[\"CN\"]", plain, "CN", "processor", &[]);
    check("[\"CN\"]", plain, "CN", "controller", &[ThirdParty]);
    check("[\"CN\"]", plain, "CN", "authority", &[]);
    check("[\"CN\"]", plain, "SG", "processor", &[CrossBorder]);
    check("[\"CN\", \"SG\"]", plain, "SG", "processor", &[]);
    check("[\"CN\"]", "data = [\"pages\"]\nstorage = [\"CN\", \"MY\"]", "CN", "processor", &[CrossBorder]);
    check("[\"CN\"]", "data = [\"face\"]\nstorage = [\"MY\"]", "CN", "controller", &[Sensitive, ThirdParty, CrossBorder]);
    // What may be left out is asked for where it is given.
    check("[\"CN\"]", "data = [\"pages\", \"place\"]\nstorage = [\"CN\"]", "CN", "processor", &[]);
    // Another ground than consent asks for none.
    check("[\"CN\"]", "data = [\"face\"]\nbasis = \"contract\"", "SG", "controller", &[]);
    // Elsewhere the law does not ask for it, and the author may.
    check("[\"MY\"]", "data = [\"face\"]", "SG", "controller", &[]);
    check("[\"MY\"]", "data = [\"face\"]\nseparate = [\"public-face\", \"publication\"]", "MY", "processor", &[Publication, PublicFace]);
    check("[\"CN\"]", "data = [\"face\"]\nseparate = []", "SG", "controller", &[]);
}

#[test]
fn screens_say_what_the_file_says() {
    let bundle = site("[\"CN\"]", "data = [\"face\"]", &other("SG", "controller"));
    let screen = &bundle.parts[0].separate[0];
    assert_eq!(screen.necessity.as_ref().map(|text| text.text.as_str()), Some("It cannot work without."));
    assert_eq!(screen.impact.as_ref().map(|text| text.text.as_str()), Some("Less privacy."));
    let party = &screen.parties[0];
    assert_eq!(party.contact.as_deref(), Some("a@b.example"));
    assert_eq!(
        party.method.as_ref().zip(party.rights.as_ref()).map(|(a, b)| (a.text.as_str(), b.text.as_str())),
        Some(("Counts.", "Write to it."))
    );
}

#[test]
fn ages_are_stated_or_absent() {
    let children = |table: &str| {
        let bundle = site("[\"MY\"]", "data = [\"pages\"]", &format!("{}{table}", other("MY", "processor")));
        (bundle.parts[0].notice.children.clone(), bundle.parts[0].children.clone())
    };
    assert_eq!(children(""), (None, None));
    let (ages, pages) = children("[children]\nages = [14, 18]\nask = true\nadditional = \"guardian\"\n");
    assert_eq!(ages, Some(Children { ages: vec![14, 18], asks: true }));
    assert_eq!((ages.map(|ages| ages.grown()), pages.map(|pages| pages.additional)), (Some(18), Some(Additional::Guardian)));
    assert_eq!(children("[children]\nages = [16]\n").1.map(|pages| pages.additional), Some(Additional::Off));
}

#[test]
fn drafts_name_the_ages_of_the_text_and_ask_for_nothing_apart() {
    let text = "# Privacy policy\n\n## 1. Children\n\nWe do not knowingly collect data from children under 14. A minor under 18 needs the consent of a guardian.\n\n\
                ## 2. Laws\n\nThe law of China applies. We collect your face image.\n";
    let draft = draft_site(&[("en.md", text)]).unwrap();
    assert!(draft.contains("[children]\nages = [14, 18] # from"), "{draft}");
    let (bundle, _) = compile("site.toml", &draft, &|_| Ok(text.as_bytes().to_vec()));
    let notice = &bundle.as_ref().unwrap().parts[0].notice;
    assert_eq!((notice.apart().count(), notice.children.as_ref().map(|children| children.asks)), (0, Some(false)));
}
