//! The words that stop messages, folded: lower case, without anything between letters.
//! A language has what people send in it; both Chinese scripts have lists of their own, because folding leaves them as they are.

/// Short words in use with carriers and in policies; a site may name others instead.
pub(super) const SHORT: [&str; 8] = ["t", "td", "tdzd", "n", "r", "bp", "br", "退"];

/// The words of each language, by its tag. They hold for every site and every language of a message.
pub(super) const WORDS: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "stop",
            "stopall",
            "stopsms",
            "stopit",
            "stopplease",
            "pleasestop",
            "unsubscribe",
            "unsub",
            "unsubscribeme",
            "cancel",
            "end",
            "quit",
            "revoke",
            "optout",
            "optmeout",
            "removeme",
            "nomore",
            "nomoremessages",
            "leavelist",
        ],
    ),
    (
        "zh-Hans",
        &[
            "退订",
            "我要退订",
            "退订短信",
            "取消",
            "取消订阅",
            "拒收",
            "拒绝",
            "拒绝接收",
            "不要",
            "不要了",
            "不要发了",
            "不要再发",
            "不要再发了",
            "别发了",
            "别再发了",
            "停止",
            "停止发送",
            "停发",
        ],
    ),
    (
        "zh-Hant",
        &[
            "退訂",
            "我要退訂",
            "退訂短信",
            "退訂簡訊",
            "取消訂閱",
            "拒絕",
            "拒絕接收",
            "不要發了",
            "不要再發",
            "不要再發了",
            "別發了",
            "別再發了",
            "停止發送",
            "停發",
        ],
    ),
    (
        "ms",
        &[
            "berhenti",
            "henti",
            "hentikan",
            "batal",
            "batalkan",
            "tamat",
            "tamatkan",
            "nyahlanggan",
            "hentilangganan",
            "berhentilangganan",
            "batallangganan",
            "taknak",
            "taknaklagi",
            "takmahu",
            "tidakmahu",
            "janganhantar",
            "janganhantarlagi",
        ],
    ),
];

/// What messages say around a word: people send the whole line back.
pub(super) const AROUND: [(&str, &str); 8] = [
    ("回", "退订"),
    ("回复", "退订"),
    ("退订回", ""),
    ("退订回复", ""),
    ("退订请回复", ""),
    ("拒收请回复", ""),
    ("回覆", "退訂"),
    ("退訂請回覆", ""),
];
