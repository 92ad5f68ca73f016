/**
 * What the verifying page itself says, in the four languages that ship; what it says of receipts comes from the Rust side. The English words
 * stand in `index.html` too, so that the page reads before its script runs.
 */

/** The languages, by tag. */
export const LANGUAGES = { en: "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文", ms: "Bahasa Melayu" };

export type Language = keyof typeof LANGUAGES;

/** The phrases, in the order of the languages. */
const WORDS = {
  title: ["Verify receipts", "验证凭证", "驗證憑證", "Sahkan resit"],
  lead: [
    "Check what a site and your browser signed about your privacy choices. Everything happens on this device: what you put here is not sent anywhere.",
    "检查网站和您的浏览器就您的隐私选择签署了什么。一切在此设备上进行：您放入的内容不会发送到任何地方。",
    "檢查網站和您的瀏覽器就您的隱私選擇簽署了什麼。一切在此裝置上進行：您放入的內容不會傳送到任何地方。",
    "Semak apa yang ditandatangani oleh laman dan pelayar anda tentang pilihan privasi anda. Semuanya berlaku pada peranti ini: apa yang anda letakkan di sini tidak dihantar ke mana-mana.",
  ],
  language: ["Language", "语言", "語言", "Bahasa"],
  starting: ["Starting the verifier…", "正在启动验证程序…", "正在啟動驗證程式…", "Memulakan pengesah…"],
  cannot: [
    "This browser cannot run the verifier (WebAssembly is off). The command countersign verify does the same.",
    "此浏览器无法运行验证程序（WebAssembly 已关闭）。命令 countersign verify 作用相同。",
    "此瀏覽器無法執行驗證程式（WebAssembly 已關閉）。命令 countersign verify 作用相同。",
    "Pelayar ini tidak dapat menjalankan pengesah (WebAssembly dimatikan). Perintah countersign verify melakukan perkara yang sama.",
  ],
  choose: ["Choose files", "选择文件", "選擇檔案", "Pilih fail"],
  drop: [
    "or drop them here: receipts, the list that you downloaded (.json), proofs (.tlog-proof), checkpoints, keys.",
    "或拖放到此处：凭证、您下载的列表 (.json)、证明 (.tlog-proof)、检查点、公钥。",
    "或拖放到此處：憑證、您下載的清單 (.json)、證明 (.tlog-proof)、檢查點、公鑰。",
    "atau lepaskan di sini: resit, senarai yang anda muat turun (.json), bukti (.tlog-proof), titik semak, kunci.",
  ],
  paste: ["Paste text instead", "改为粘贴文本", "改為貼上文字", "Tampal teks sebaliknya"],
  text: [
    "A receipt, an answer of the receiver, a proof or a key",
    "凭证、接收方的应答、证明或公钥",
    "憑證、接收方的回應、證明或公鑰",
    "Resit, jawapan penerima, bukti atau kunci",
  ],
  add: ["Add this text", "添加此文本", "加入此文字", "Tambah teks ini"],
  given: ["Given", "已放入", "已放入", "Diberikan"],
  clear: ["Start over", "重新开始", "重新開始", "Mula semula"],
  print: ["Print", "打印", "列印", "Cetak"],
  note: [
    "The keys or proofs for some checks were not given. This site may have them; asking for them tells it that somebody verifies, and nothing of what you put here.",
    "有些检查缺少公钥或证明。本网站可能持有；索取会让它知道有人在验证，但不会得知您放入的内容。",
    "有些檢查缺少公鑰或證明。本網站可能持有；索取會讓它知道有人在驗證，但不會得知您放入的內容。",
    "Kunci atau bukti bagi sesetengah semakan tidak diberikan. Laman ini mungkin memilikinya; memintanya memberitahunya bahawa ada orang yang mengesahkan, dan tiada apa-apa tentang yang anda letakkan di sini.",
  ],
  ask: ["Ask this site", "向本网站索取", "向本網站索取", "Minta daripada laman ini"],
  lacks: ["This site does not have: ", "本网站没有：", "本網站沒有：", "Laman ini tidak mempunyai: "],
  pasted: ["pasted text", "粘贴的文本", "貼上的文字", "teks yang ditampal"],
  holds: ["Everything you gave holds.", "您放入的内容全部成立。", "您放入的內容全部成立。", "Semua yang anda berikan adalah sah."],
  open: [
    "Nothing is proven yet. Add the receipt, or for an unsigned one its countersignature and the site's keys.",
    "尚未证明任何内容。请添加凭证；未签名的凭证还需要会签和网站公钥。",
    "尚未證明任何內容。請加入憑證；未簽名的憑證還需要會簽和網站公鑰。",
    "Belum ada yang terbukti. Tambah resit, atau bagi resit tanpa tandatangan, tandatangan balasnya dan kunci laman.",
  ],
  fails: [
    "Something does not hold. See which check fails below.",
    "有内容不成立，请查看下方未通过的检查。",
    "有內容不成立，請查看下方未通過的檢查。",
    "Ada yang tidak sah. Lihat semakan yang gagal di bawah.",
  ],
  means: [
    "“Not shown” is no fault: something that would show it was not given.",
    "“未证明”并非错误：只是没有给出能证明它的内容。",
    "「未證明」並非錯誤：只是沒有給出能證明它的內容。",
    "“Belum ditunjukkan” bukan kesalahan: sesuatu yang dapat menunjukkannya tidak diberikan.",
  ],
  person: [
    "A signature shows which browser signed, not which person clicked; a countersignature and a place in the log show what the site received, by its own clock.",
    "签名表明由哪个浏览器签署，而非由哪个人点击；会签和日志位置表明网站收到了什么，时间以其时钟为准。",
    "簽名表明由哪個瀏覽器簽署，而非由哪個人點擊；會簽和日誌位置表明網站收到了什麼，時間以其時鐘為準。",
    "Tandatangan menunjukkan pelayar mana yang menandatangani, bukan siapa yang mengklik; tandatangan balas dan tempat dalam log menunjukkan apa yang diterima laman, mengikut jamnya sendiri.",
  ],
};

export type Word = keyof typeof WORDS;

/** The language for a tag; nothing where it does not ship. */
export function languageOf(tag: string): Language | undefined {
  const [first, ...rest] = tag.toLowerCase().split("-");
  if (first === "zh") return ["hant", "tw", "hk", "mo"].some((part) => rest.includes(part)) ? "zh-Hant" : "zh-Hans";
  return first === "ms" || first === "en" ? first : undefined;
}

/** A phrase. */
export const word = (name: Word, language: Language): string => WORDS[name][Object.keys(LANGUAGES).indexOf(language)]!;
