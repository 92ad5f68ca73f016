//! Signing in by an OpenID provider: a small one of our own that signs by RS256 and ES256, says what each test wants it to say,
//! and takes a code once, with the client's secret and the verifier of PKCE.

use crate::staff::{Desk, cookie_of, form, sign_in};
use crate::support::{Answer, Service, browser_key, clock, database, digest, issuer, jwk, seal_text};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use countersign_core::to_base64url;
use countersign_receiver::{
    Database, Ledger, Role, RouterOptions, Settings, SignOn, Whom, add_staff, link_staff, list_staff, unlink_staff,
};
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::SigningKey;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use tokio::net::TcpListener;

const BACK: &str = "https://receipts.layang.example/staff/sign-on/back";
const SECRET: &str = "the secret: 100%";
const SUB: &str = "248289761001";

/// One for all tests: such a key takes a while to make.
static RSA: LazyLock<RsaKeyPair> = LazyLock::new(|| RsaKeyPair::generate(KeySize::Rsa2048).unwrap());

/// How a provider signs.
#[derive(Clone)]
enum Signer {
    Rs256,
    Es256(SigningKey),
    /// A header that says so, and no signature.
    Nobody,
}

impl Signer {
    fn name(&self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es256(_) => "ES256",
            Self::Nobody => "none",
        }
    }

    fn public(&self, kid: &str) -> Value {
        let mut key = match self {
            Self::Es256(key) => jwk(key),
            _ => {
                let public = RSA.public_key();
                json!({
                    "kty": "RSA", "n": to_base64url(public.modulus().big_endian_without_leading_zero()),
                    "e": to_base64url(public.exponent().big_endian_without_leading_zero()),
                })
            }
        };
        key["kid"] = json!(kid);
        key
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        match self {
            Self::Es256(key) => seal_text(key, &header.to_string(), &claims.to_string()),
            Self::Nobody => seal_text(&browser_key(1), &header.to_string(), &claims.to_string()),
            Self::Rs256 => {
                let input = format!("{}.{}", to_base64url(header.to_string().as_bytes()), to_base64url(claims.to_string().as_bytes()));
                let mut signature = vec![0; RSA.public_modulus_len()];
                RSA.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), input.as_bytes(), &mut signature).unwrap();
                format!("{input}.{}", to_base64url(&signature))
            }
        }
    }
}

/// What the provider does at the moment.
struct State {
    signer: Signer,
    /// The key that it shows; where it is another than it signs by, it cheats or forgot something.
    shown: (Signer, &'static str),
    kid: &'static str,
    /// What its tokens say otherwise than they should.
    claims: Value,
    is_down: bool,
    keys_asked: usize,
    /// Codes that wait, each with nonce and challenge.
    codes: BTreeMap<String, (String, String)>,
}

#[derive(Clone)]
struct Provider {
    origin: String,
    state: Arc<Mutex<State>>,
}

type Told = (StatusCode, String);

impl Provider {
    async fn start() -> Self {
        // Before anybody waits for an answer that needs it.
        LazyLock::force(&RSA);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (signer, shown) = (Signer::Rs256, (Signer::Rs256, "one"));
        let state = State { signer, shown, kid: "one", claims: json!({}), is_down: false, keys_asked: 0, codes: BTreeMap::new() };
        let provider = Self { origin, state: Arc::new(Mutex::new(state)) };
        let [about, keys, token] = [provider.clone(), provider.clone(), provider.clone()];
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(move || async move { about.about() }))
            .route("/keys", get(move || async move { keys.keys() }))
            .route("/token", post(move |headers: HeaderMap, body: String| async move { token.token(&headers, &body) }));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    fn set(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state.lock().unwrap());
    }

    fn says(&self, claims: Value) {
        self.set(|state| state.claims = claims);
    }

    fn about(&self) -> Told {
        if self.state.lock().unwrap().is_down {
            return (StatusCode::BAD_GATEWAY, String::new());
        }
        let at = |path: &str| format!("{}{path}", self.origin);
        let about = json!({
            "issuer": self.origin, "authorization_endpoint": at("/authorize?theme=dark"), "token_endpoint": at("/token"),
            "jwks_uri": at("/keys"), "code_challenge_methods_supported": ["S256"],
        });
        (StatusCode::OK, about.to_string())
    }

    fn keys(&self) -> Told {
        let mut state = self.state.lock().unwrap();
        state.keys_asked += 1;
        (StatusCode::OK, json!({"keys": [state.shown.0.public(state.shown.1)]}).to_string())
    }

    fn token(&self, headers: &HeaderMap, body: &str) -> Told {
        let fields: BTreeMap<String, String> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        let mut state = self.state.lock().unwrap();
        let basic = format!("Basic {}", STANDARD.encode("console:the+secret%3A+100%25"));
        assert_eq!(headers["authorization"], basic, "id and secret, each encoded before");
        assert!(!body.contains("secret") && fields["grant_type"] == "authorization_code" && fields["redirect_uri"] == BACK, "{body}");
        let Some((nonce, challenge)) = state.codes.remove(&fields["code"]) else {
            return (StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#.to_owned());
        };
        assert_eq!(digest(&fields["code_verifier"]), challenge, "PKCE");
        let now = clock().as_second();
        let mut claims = json!({
            "iss": self.origin, "aud": "console", "exp": now + 300, "iat": now, "nonce": nonce, "sub": SUB,
            "email": "Li.Wei@layang.example", "email_verified": true, "preferred_username": "Li.Wei", "groups": ["crew"],
        });
        claims.as_object_mut().unwrap().extend(state.claims.as_object().unwrap().clone());
        let header = json!({"alg": state.signer.name(), "kid": state.kid, "typ": "JWT"});
        (
            StatusCode::OK,
            json!({"access_token": "unused", "token_type": "Bearer", "id_token": state.signer.sign(&header, &claims)}).to_string(),
        )
    }

    /// The person signs in where the browser was led to: code and state.
    fn lets_in(&self, location: &str) -> (String, String) {
        let query = location.strip_prefix(&format!("{}/authorize?theme=dark&", self.origin)).unwrap();
        let asked: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let fixed = ["response_type", "client_id", "redirect_uri", "scope", "code_challenge_method"].map(|name| asked[name].as_str());
        assert_eq!(fixed, ["code", "console", BACK, "openid email profile", "S256"]);
        let code = format!("code&{}", asked["nonce"]);
        self.set(|state| {
            state.codes.insert(code.clone(), (asked["nonce"].clone(), asked["code_challenge"].clone()));
        });
        (code, asked["state"].clone())
    }

    /// What `receiver.toml` says of it.
    fn options(&self, folder: &Path, more: &str) -> RouterOptions {
        let path = folder.join("oidc.secret");
        std::fs::write(&path, format!("{SECRET}\n")).unwrap();
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o600)).unwrap();
        let file = path.display();
        let text = format!(
            "[oidc]\nissuer = \"{}\"\nclient_id = \"console\"\nclient_secret_file = \"{file}\"\nname = \"Layang\"\n{more}",
            self.origin
        );
        let settings = Settings::parse(&text).unwrap();
        let sign_on = SignOn::new(settings.oidc.as_ref().unwrap(), &issuer()).unwrap();
        assert!(!format!("{sign_on:?}").contains(SECRET));
        RouterOptions { settings, sign_on: Some(sign_on), ..RouterOptions::default() }
    }
}

/// A browser that was led to the provider.
struct Led {
    location: String,
    cookie: String,
}

async fn begin(service: &Service, cookie: &str) -> Led {
    let answer = service.get("/staff/sign-on?next=https://evil.example", &[("cookie", cookie), ("sec-fetch-site", "same-origin")]).await;
    let set = answer.header("set-cookie").unwrap();
    assert!(set.starts_with("__Host-cs_sign_on=") && set.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600"), "{set}");
    Led { location: answer.header("location").unwrap().to_owned(), cookie: cookie_of(&answer) }
}

async fn back(service: &Service, cookie: &str, fields: &[(&str, &str)]) -> Answer {
    service.get(&format!("/staff/sign-on/back?{}", form(fields)), &[("cookie", cookie), ("sec-fetch-site", "cross-site")]).await
}

/// The whole way of a person whom the provider lets in.
async fn come(service: &Service, provider: &Provider) -> Answer {
    let led = begin(service, "").await;
    let (code, state) = provider.lets_in(&led.location);
    back(service, &led.cookie, &[("code", &code), ("state", &state), ("next", "https://evil.example")]).await
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).unwrap()
}

/// The cookie of the session that an answer begins, if it begins one.
fn session_of(answer: &Answer) -> Option<String> {
    let mut all = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
    let set = all.find(|set| set.starts_with("__Host-cs_staff="))?;
    assert!(set.ends_with("; HttpOnly; SameSite=Strict; Secure"), "{set}");
    Some(set.split(';').next().unwrap().to_owned())
}

/// Who an answer lets in.
async fn who(service: &Service, answer: &Answer) -> String {
    let cookie = session_of(answer).unwrap_or_else(|| panic!("{} {}", answer.status, text(answer)));
    assert_eq!((answer.status.as_u16(), answer.header("refresh")), (200, Some("0; url=/staff/")));
    let page = text(&service.get("/staff/people", &[("cookie", &cookie)]).await);
    let (_, rest) = page.split_once("Sign out ").unwrap();
    rest.split('<').next().unwrap().to_owned()
}

fn refused(answer: &Answer, status: u16, part: &str) {
    assert_eq!((answer.status.as_u16(), session_of(answer)), (status, None), "{}", text(answer));
    assert!(text(answer).contains(part), "{part}: {}", text(answer));
    assert!(answer.header("location").is_none() && !text(answer).contains("evil"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_linked_gets_in_by_a_session_of_their_own_and_an_answer_counts_once() {
    let (provider, folder) = (Provider::start().await, tempfile::tempdir().unwrap());
    let service = Service::start_with(provider.options(folder.path(), "")).await;
    let database = database(service.folder.path());
    let admin = Desk::open_as(&service, &database, "root", Role::Admin).await;
    let once = add_staff(&database, &"li.wei".parse().unwrap(), Role::Viewer, clock).await.unwrap();
    // An admin links the account in the console.
    let link = |name: &str| form(&[("act", "link"), ("name", name), ("by", "subject"), ("whom", SUB), ("form_key", &admin.form_key)]);
    assert_eq!(admin.post("/staff/accounts", &link("root")).await.status, 422, "nobody their own");
    assert!(text(&admin.post("/staff/accounts", &link("li.wei")).await).contains("by the provider as 248289761001"));
    assert_eq!(
        admin
            .post("/staff/accounts", &form(&[("act", "add"), ("name", "bo"), ("role", "viewer"), ("form_key", &admin.form_key)]))
            .await
            .status,
        200
    );
    assert!(text(&admin.post("/staff/accounts", &link("bo")).await).contains("another account is linked to this person"));
    let door = text(&service.get("/staff/sign-in", &[]).await);
    assert!(door.contains("href=\"/staff/sign-on\"") && door.contains("Sign in with Layang"), "{door}");

    for signer in [Signer::Rs256, Signer::Es256(browser_key(3))] {
        let kid = signer.name();
        provider.set(|state| (state.shown, state.kid, state.signer) = ((signer.clone(), kid), kid, signer));
        // The browser has a session, planted or old: it ends, and the new one has a token of its own.
        let planted = cookie_of(&sign_in(&service, "li.wei", &once).await);
        let led = begin(&service, &planted).await;
        let (code, state) = provider.lets_in(&led.location);
        let fields = [("code", code.as_str()), ("state", state.as_str())];
        refused(&back(&service, "", &fields).await, 400, "was not begun in this browser");
        refused(&back(&service, &begin(&service, "").await.cookie, &fields).await, 400, "answer to another sign-in");
        let answer = back(&service, &led.cookie, &fields).await;
        assert_eq!(who(&service, &answer).await, "li.wei", "without the password for one sign-in");
        let session = session_of(&answer).unwrap();
        assert_ne!(session, planted);
        assert_eq!(service.get("/staff/", &[("cookie", &planted)]).await.header("location"), Some("/staff/sign-in"));
        assert_eq!(service.get("/staff/", &[("cookie", &session)]).await.header("location"), Some("/staff/people"));
        refused(&back(&service, &led.cookie, &fields).await, 400, "counted already");
        // The same code in another attempt of the same browser.
        let led = begin(&service, "").await;
        let (_, state) = provider.lets_in(&led.location);
        refused(&back(&service, &led.cookie, &[("code", &code), ("state", &state)]).await, 403, "no longer knows this sign-in");
    }
    // Unlinking ends the sessions by it; local accounts go on.
    let session = session_of(&come(&service, &provider).await).unwrap();
    unlink_staff(&database, &"li.wei".parse().unwrap(), clock).await.unwrap();
    assert_eq!(service.get("/staff/", &[("cookie", &session)]).await.header("location"), Some("/staff/sign-in"));
    assert!(admin.is_in().await);
    refused(&come(&service, &provider).await, 403, SUB);
    let acts = admin.get("/v1/staff/acts?limit=1000").await.json();
    let count = |who: Option<&str>, what: &str| {
        acts["acts"].as_array().unwrap().iter().filter(|act| act.get("who").and_then(Value::as_str) == who && act["what"] == what).count()
    };
    assert_eq!(count(Some("li.wei"), "signed in by the provider"), 3, "{acts}");
    assert_eq!(count(Some("root"), "linked to a person of the provider: li.wei"), 1);
    assert_eq!(count(None, "sign-on refused: not begun in this browser, or over"), 4);
    assert_eq!(count(None, "sign-on refused: the answer of another attempt"), 2);
    assert_eq!(count(None, "sign-on refused: the provider does not know the code"), 2);
    assert_eq!(count(None, "sign-on refused: nobody is linked to this person"), 1);
    // Another site begins nothing for anybody.
    let headers = [("sec-fetch-site", "cross-site")];
    assert_eq!(service.get("/staff/sign-on", &headers).await.status, 403);
}

/// Seconds that have passed on the clock below.
static PASSED: AtomicI64 = AtomicI64::new(0);

fn moving() -> Timestamp {
    clock() + SignedDuration::from_secs(PASSED.load(Ordering::SeqCst))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_provider_says_is_held_against_what_was_asked() {
    let (provider, folder) = (Provider::start().await, tempfile::tempdir().unwrap());
    let database = database(folder.path());
    let ledger = Ledger::open_or_create(&database, &issuer(), moving).await.unwrap();
    let options = provider.options(folder.path(), "");
    let service = Service::over(ledger, &options);
    let oidc = options.settings.oidc.unwrap();
    let name = "li.wei".parse().unwrap();
    add_staff(&database, &name, Role::Viewer, clock).await.unwrap();
    link_staff(&database, &name, &oidc.issuer, &Whom::subject(SUB).unwrap(), clock).await.unwrap();

    let now = clock().as_second();
    for (claims, part) in [
        (json!({"iss": "https://evil.example"}), "comes from another issuer"),
        (json!({"aud": "another"}), "is meant for another audience"),
        (json!({"aud": ["console", "another"]}), "is meant for another audience"),
        (json!({"azp": "another"}), "is meant for another audience"),
        (json!({"exp": now - 60}), "has ended"),
        (json!({"iat": now + 61}), "was made at another time"),
        (json!({"nonce": "another"}), "belongs to another sign-in"),
        (json!({"sub": null}), "names nobody"),
    ] {
        provider.says(claims);
        refused(&come(&service, &provider).await, 403, part);
    }
    provider.says(json!({}));
    assert_eq!(who(&service, &come(&service, &provider).await).await, "li.wei");
    // The provider shows its key and signs by none, by another, or by one that it does not show.
    provider.set(|state| state.signer = Signer::Nobody);
    refused(&come(&service, &provider).await, 403, "signed neither by RS256 nor by ES256");
    let asked = |provider: &Provider| provider.state.lock().unwrap().keys_asked;
    assert_eq!(asked(&provider), 1, "known keys are not asked for again");
    let (one, two) = (Signer::Es256(browser_key(4)), Signer::Es256(browser_key(5)));
    provider.set(|state| (state.shown, state.kid, state.signer) = ((one.clone(), "two"), "two", two.clone()));
    refused(&come(&service, &provider).await, 403, "bears a signature that does not hold");
    // A new key: its name is unknown, the keys are asked for once more, and it counts.
    provider.set(|state| (state.shown, state.kid) = ((two.clone(), "three"), "three"));
    assert_eq!(who(&service, &come(&service, &provider).await).await, "li.wei");
    assert_eq!(asked(&provider), 3);
    provider.set(|state| state.kid = "four");
    refused(&come(&service, &provider).await, 403, "key that the provider does not have");
    assert_eq!(asked(&provider), 4, "once, and not again and again");
    provider.set(|state| state.kid = "three");

    // An answer of elsewhere does not use the attempt up; one of the provider does, whatever it is.
    let led = begin(&service, "").await;
    let (code, state) = provider.lets_in(&led.location);
    refused(&back(&service, &led.cookie, &[("code", &code), ("state", "another")]).await, 400, "answer to another sign-in");
    refused(&back(&service, &led.cookie, &[("code", &code), ("state", &state), ("state", &state)]).await, 400, "answer to another sign-in");
    let mixed_up = back(&service, &led.cookie, &[("code", &code), ("state", &state), ("iss", "https://evil.example")]).await;
    refused(&mixed_up, 400, "answer to another sign-in");
    refused(&back(&service, &led.cookie, &[("code", &code), ("state", &state)]).await, 400, "counted already");
    let led = begin(&service, "").await;
    let (_, state) = provider.lets_in(&led.location);
    refused(&back(&service, &led.cookie, &[("error", "<b>"), ("state", &state)]).await, 403, "Layang did not sign you in");
    // Ten minutes are over.
    let led = begin(&service, "").await;
    let (code, state) = provider.lets_in(&led.location);
    PASSED.store(600, Ordering::SeqCst);
    refused(&back(&service, &led.cookie, &[("code", &code), ("state", &state)]).await, 400, "longer than ten minutes");
    service.ledger.close().await;
}

/// Who gets in as whom, and by which role. On any database.
pub(crate) async fn linked_people(database: &Database) {
    let (provider, folder) = (Provider::start().await, tempfile::tempdir().unwrap());
    let ledger = Ledger::open_or_create(database, &issuer(), clock).await.unwrap();
    let options = provider.options(folder.path(), "");
    let service = Service::over(ledger.clone(), &options);
    let issuer = options.settings.oidc.clone().unwrap().issuer;
    let name = "aisyah".parse().unwrap();
    add_staff(database, &name, Role::Viewer, clock).await.unwrap();
    // By itself nobody gets an account, whatever the provider says of groups.
    provider.says(json!({"groups": ["it"]}));
    refused(&come(&service, &provider).await, 403, "Ask an admin to link your account to this subject: 248289761001");
    // An address counts where it is linked and verified, for the first person who shows it.
    let missing = link_staff(database, &"nobody".parse().unwrap(), &issuer, &Whom::subject("x").unwrap(), clock).await;
    assert!(missing.unwrap_err().to_string().contains("nobody here is called nobody"));
    link_staff(database, &name, &issuer, &Whom::email("LI.WEI@layang.example").unwrap(), clock).await.unwrap();
    for unproven in [json!({"email_verified": false}), json!({"email_verified": "true"}), json!({"email_verified": null})] {
        provider.says(unproven);
        refused(&come(&service, &provider).await, 403, SUB);
    }
    provider.says(json!({}));
    assert_eq!(who(&service, &come(&service, &provider).await).await, "aisyah");
    provider.says(json!({"sub": "another"}));
    refused(&come(&service, &provider).await, 403, "to this subject: another");
    provider.says(json!({"email": "aisyah@elsewhere.example"}));
    assert_eq!(who(&service, &come(&service, &provider).await).await, "aisyah", "the address may change, the subject stays");
    assert_eq!(list_staff(database).await.unwrap(), [("aisyah".to_owned(), "viewer".to_owned())]);

    // Where a claim gives roles, it gives them at every sign-on, and accounts to whoever has none.
    let roles = "[oidc.roles]\nclaim = \"/groups\"\nviewer = [\"crew\"]\nadmin = [\"it\"]\n";
    let service = Service::over(ledger, &provider.options(folder.path(), roles));
    provider.says(json!({"groups": ["it", "crew"]}));
    assert_eq!(who(&service, &come(&service, &provider).await).await, "aisyah");
    provider.says(json!({"sub": "another", "email_verified": false}));
    let answer = come(&service, &provider).await;
    assert_eq!(who(&service, &answer).await, "li.wei");
    let role = |name: &str, role: &str| (name.to_owned(), role.to_owned());
    assert_eq!(list_staff(database).await.unwrap(), [role("aisyah", "admin"), role("li.wei", "viewer")]);
    let admins = service.get("/staff/accounts", &[("cookie", &session_of(&answer).unwrap())]).await;
    assert_eq!(admins.status, 403);
    provider.says(json!({"sub": "another", "groups": ["guests"]}));
    refused(&come(&service, &provider).await, 403, "gives you no role here");
    provider.says(json!({"sub": "a third", "email_verified": false}));
    refused(&come(&service, &provider).await, 403, "belongs to an account here that is not linked to you");
    provider.says(json!({"sub": "a third", "email_verified": false, "preferred_username": "<li wei>"}));
    refused(&come(&service, &provider).await, 403, "gives you no name");
    assert_eq!(list_staff(database).await.unwrap().len(), 2);
    service.ledger.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_provider_local_accounts_still_work() {
    let (provider, folder) = (Provider::start().await, tempfile::tempdir().unwrap());
    let service = Service::start_with(provider.options(folder.path(), "")).await;
    provider.set(|state| state.is_down = true);
    let answer = service.get("/staff/sign-on", &[]).await;
    refused(&answer, 503, "Layang cannot be asked now");
    let admin = Desk::open_as(&service, &database(service.folder.path()), "root", Role::Admin).await;
    assert!(admin.get("/v1/staff/acts").await.json().to_string().contains("sign-on failed: the provider answers with a failure"));
    // It is back, and was asked for nothing before: nothing has to be restarted.
    provider.set(|state| state.is_down = false);
    assert_eq!(service.get("/staff/sign-on", &[]).await.status, 303);
    // Nor is there a way where no provider is configured.
    let plain = Service::start().await;
    for path in ["/staff/sign-on", "/staff/sign-on/back?code=a&state=b"] {
        assert_eq!(plain.get(path, &[]).await.status, 404, "{path}");
    }
}

#[test]
fn the_file_of_the_secret_is_its_owners_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("oidc.secret");
    let text = format!("[oidc]\nissuer = \"https://login.example\"\nclient_id = \"us\"\nclient_secret_file = \"{}\"\n", path.display());
    let oidc = Settings::parse(&text).unwrap().oidc.unwrap();
    let check = |written: Option<(&str, u32)>, expected: &str| {
        if let Some((text, mode)) = written {
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
        }
        let error = format!("{:#}", SignOn::new(&oidc, &issuer()).unwrap_err());
        assert!(error.contains(expected) && !error.contains(SECRET), "{error}");
    };
    check(None, "cannot be read");
    check(Some((SECRET, 0o644)), "chmod 600");
    check(Some(("\n", 0o600)), "on one line");
    check(Some(("a\nb", 0o600)), "on one line");
}
