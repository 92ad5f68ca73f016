//! Functions of policies of our own: titles, kinds and what the kinds rest on, in the languages that ship.

use countersign_core::PurposeKind;
use countersign_policy::{Draft, Lexicon, TextFormat, draft, read_text};

#[expect(clippy::unwrap_used, reason = "a broken lexicon ends the test")]
fn read(text: &str) -> Draft {
    draft(&read_text(text, TextFormat::Markdown), &Lexicon::shipped().unwrap())
}

/// Compares titles with `core`, `additional` or `-` and the basis.
fn check(text: &str, expected: &[&str]) {
    let kind = |kind| match kind {
        Some(PurposeKind::Additional) => "additional",
        Some(PurposeKind::Core) => "core",
        None => "-",
    };
    let drafted = read(text);
    let found: Vec<String> =
        drafted.functions.iter().map(|one| format!("{} | {} | {}", one.title, kind(one.kind), one.basis.name())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn headings_declare_kinds() {
    check(
        "# Policy\n\n## Core functions\n\n### Sending parcels\n\nWe collect your name.\n\n## Additional functions\n\n### Voice notes\n\nWe record your voice.\n",
        &["Sending parcels | core | declared", "Voice notes | additional | declared"],
    );
    check(
        "# 政策\n\n## 核心功能\n\n### 寄件\n\n我们收集您的姓名。\n\n## 附加功能\n\n### 语音备注\n\n我们收集您的录音。\n",
        &["寄件 | core | declared", "语音备注 | additional | declared"],
    );
    check(
        "# Dasar\n\n## Fungsi teras\n\n### Menghantar bungkusan\n\nKami mengumpul nama anda.\n\n## Fungsi tambahan\n\n### Nota suara\n\nKami merakam suara anda.\n",
        &["Menghantar bungkusan | core | declared", "Nota suara | additional | declared"],
    );
}

#[test]
fn the_effect_of_refusing_decides() {
    check(
        "# Policy\n\n## What we collect\n\n### Route hints\n\nWe collect your location. If you refuse, you cannot see hints, but this does not affect the rest.\n\n### Sign up\n\nWe collect your phone number. If you refuse, you are unable to use our services.\n",
        &["Route hints | additional | effect", "Sign up | core | effect"],
    );
    check(
        "# 政策\n\n## 我们如何收集您的信息\n\n### 路线提示\n\n我们收集您的位置信息。如您拒绝，您将无法使用该功能，但不影响其他服务。\n\n### 注册\n\n我们收集您的手机号。如您拒绝，您将无法使用我们的服务。\n",
        &["路线提示 | additional | effect", "注册 | core | effect"],
    );
    check(
        "# Dasar\n\n## Maklumat yang kami kumpul\n\n### Petua laluan\n\nKami mengumpul lokasi anda. Jika anda enggan, perkhidmatan lain masih boleh digunakan dan fungsi ini tidak berfungsi.\n",
        &["Petua laluan | additional | effect"],
    );
}

#[test]
fn what_may_be_left_out_says_nothing_of_the_function() {
    let text = "# Policy\n\n## What we collect\n\n### Signing up\n\nWe collect your name; you may also provide your gender, and if you do not provide such additional information, this will not affect the rest.\n";
    check(text, &["Signing up | - | silent"]);
    let function = read(text).functions.remove(0);
    let optional: Vec<(&str, bool)> = function.data.iter().map(|datum| (datum.label.as_str(), datum.optional)).collect();
    assert_eq!(optional, [("name", false), ("gender", true)]);
}

#[test]
fn clauses_are_functions() {
    check(
        "# 政策\n\n## 我们如何收集信息\n\n1.1 当您创建云雀账号时，您需要提供姓名、手机号。\n\n1.2 若您选择夜间取件服务，您需要提供门牌地址。\n\n1.3 当您使用我们的服务时，我们会收集日志信息。\n\n1.4 为完成订单支付，您需要提供支付账号。\n",
        &["创建云雀账号 | - | silent", "夜间取件服务 | additional | choice", "订单支付 | - | silent"],
    );
    check(
        "# 政策\n\n## 我們如何收集資料\n\n1.1 當您建立雲雀帳號時，您需要提供姓名、手機號。\n\n1.2 若您選擇夜間取件服務，您需要提供門牌地址。\n",
        &["建立雲雀帳號 | - | silent", "夜間取件服務 | additional | choice"],
    );
    check(
        "# Policy\n\n## What we collect\n\n- If you need to use the parcel radar function, you need to authorize your location.\n- When you use our website, we collect your IP address.\n",
        &["Parcel radar | additional | choice"],
    );
    check(
        "# Dasar\n\n## Maklumat yang kami kumpul\n\n- Jika anda ingin menggunakan radar bungkusan, kami akan mengumpul lokasi anda.\n- Apabila anda menggunakan laman web kami, kami merekod alamat IP anda.\n",
        &["Radar bungkusan | additional | choice"],
    );
}

#[test]
fn prose_under_a_heading_holds_more_functions() {
    let text = "# Policy\n\n## What we collect\n\n### Signing up\n\nTo sign up, give us your name. When you sign in with your palm, we collect your palm print. If you refuse, you cannot sign in with your palm, which does not affect the rest.\n";
    check(text, &["Signing up | - | silent", "Sign in with palm | additional | effect"]);
    let palm = read(text).functions.remove(1);
    assert_eq!(palm.effect.unwrap().said.value, "If you refuse, you cannot sign in with your palm, which does not affect the rest.");
}

#[test]
fn permissions_ask_for_additional_functions() {
    check(
        "# Policy\n\n## What we collect\n\nWhen you scan a label with your phone, we need access to your camera.\n",
        &["Scan a label with phone | additional | choice"],
    );
    check(
        "# 政策\n\n## 我們如何收集資料\n\n### 掃描二維碼\n\n當您使用掃描功能時，我們需要您開啟相機權限。\n",
        &["掃描二維碼 | additional | choice"],
    );
}

#[test]
fn sentences_list_functions_by_kind() {
    check(
        "# 政策\n\n## 信息的收集\n\n核心业务功能，包括寄件、支付及查询运单。附加业务功能，包括语音备注、抽奖。\n",
        &[
            "寄件 | core | declared",
            "支付 | core | declared",
            "查询运单 | core | declared",
            "语音备注 | additional | declared",
            "抽奖 | additional | declared",
        ],
    );
}

#[test]
fn the_general_rule_is_marked() {
    let text = "# Policy\n\n## Additional functions\n\nIf you refuse, only the function concerned stops and the rest can still be used.\n\n### Voice notes\n\nWe record your voice.\n";
    let effect = read(text).functions.remove(0).effect.unwrap();
    assert!(effect.general && effect.said.value.starts_with("If you refuse"));
}

#[test]
fn the_text_names_its_functions() {
    check(
        "# 云雀隐私政策\n\n## 我们如何收集信息\n\n1.1 当您使用云雀的夜间取件服务时，我们会收集您的地址。\n\n1.2 当您在云雀上预约打包时，我们会收集您的电话。本功能属于附加功能。\n\n1.3 当您使用云雀时，我们会收集您的手机号。\n\n1.4 当您按住话筒说出门牌时，我们会收集您的录音信息。若您拒绝，您将无法使用语音备注功能，但不影响其他功能。\n\n1.5 当您输入单号时，我们会收集您的运单号码。包裹雷达是云雀的核心功能，若您拒绝，您将无法使用我们的服务。\n",
        &["夜间取件服务 | - | silent", "预约打包 | additional | declared", "语音备注 | additional | effect", "包裹雷达 | core | declared"],
    );
    check(
        "# Policy\n\n## What we collect\n\n- When you tap the horn, we record your voice. If you refuse, you cannot use the voice note function.\n- When you drag a parcel on the map, we collect your location. This function is an additional function.\n",
        &["voice note | core | effect", "Drag a parcel on the map | additional | declared"],
    );
}

#[test]
fn counts_and_brackets_are_no_part_of_a_title() {
    check(
        "# 政策\n\n## 我们如何收集您的信息\n\n### 场景一：语音备注\n\n我们收集您的录音。\n\n### 【夜间取件】\n\n我们收集您的地址。\n",
        &["语音备注 | - | silent", "夜间取件 | - | silent"],
    );
    check(
        "# Policy\n\n## Core functions\n\n### Function 1: Sending parcels\n\nWe collect your name.\n",
        &["Sending parcels | core | declared"],
    );
}

#[test]
fn data_in_passing_makes_no_function() {
    check(
        "# 政策\n\n## 我们如何收集您的信息\n\n### 推送\n\n我们会向您发送通知。\n\n### 语音备注\n\n我们会收集您的录音。\n",
        &["语音备注 | - | silent"],
    );
    check(
        "# Policy\n\n## What we collect\n\n### News\n\nWe will show you news about albums.\n\n### Feedback\n\nYou can give us your email address and feedback.\n",
        &["Feedback | - | silent"],
    );
}

#[test]
fn labels_of_data_and_second_mentions_are_no_functions() {
    check(
        "# 政策\n\n## 我们如何收集您的信息\n\n### 语音备注功能\n\n我们会收集您的录音。\n\n### 寄送\n\n- 付款信息：我们会收集您的银行卡号。\n- 当您使用语音备注时，我们会收集您的录音信息。\n",
        &["语音备注功能 | additional | choice", "寄送 | - | silent"],
    );
    check(
        "# Policy\n\n## How we use data\n\n- Backups: keeping what you made.\n- Parcel radar: showing your email address on a map.\n",
        &["Parcel radar | - | silent"],
    );
}

#[test]
fn what_happens_later_is_no_function() {
    check(
        "# 政策\n\n## 个人信息的收集\n\n### 夜间取件\n\n我们收集您的地址。\n\n### 委托处理、转让\n\n#### 共享\n\n我们会向伙伴共享您的地址。\n\n### 其他\n\n我们会收集您的其他信息。\n",
        &["夜间取件 | - | silent"],
    );
}

#[test]
fn other_sections_hold_none() {
    check(
        "# Policy\n\n## What we collect\n\n### Information from third parties\n\nWe collect your name from partners.\n\n### Exceptions\n\nWe collect without consent where the law asks for it.\n\n## Cookies\n\nWhen you open a page, we store your language.\n",
        &[],
    );
    check("# Policy\n\nHello.\n", &[]);
}
