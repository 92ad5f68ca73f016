//! `csp.txt`: the fence as text, for whoever writes headers by hand or sets them in a form of a host.
//!
//! In: the fence. Out: one header line for each state in both strengths. Deliberately absent: what a server must do with them; the
//! examples under `headers/` do it.

use std::fmt::Write as _;

use super::fence::{Fence, Strength};

const HEAD: &str = "\
# Content-Security-Policy for the pages of this site, from the vendor table that the gates use.
#
# A server that reads the cookie `cs` sends the policy of what is open: headers/ has nginx, Apache and Caddy ready, with every mixture.
# A static host sends one policy to all, and that is `everything open`: with `nothing open` no choice could ever open anything.
# A policy holds from navigation to navigation: what a choice opens on a page that came with a narrower policy loads on the next page.
# Add the sources of your own third parties that are in no purpose. A vendor that opens web sockets needs wss://HOST beside its host.
";

const LISTS: &str = "
## Host lists
";

const STRICT: &str = "
## Strict: a nonce for scripts, and Trusted Types
# Put 128 random bits, new for each response, in place of {nonce} here and in every script element of your own: nonce=\"{nonce}\".
# In markup only scripts with the nonce run; those may load others from hosts of the list. Inline event handlers and javascript: never run.
# The comma parts two policies, and both must agree: 'strict-dynamic' alone would let any script that runs load any other.
# WebKit (2.50) runs module scripts of the markup without a nonce wherever a policy says 'strict-dynamic': leave that word out for a
# browser whose User-Agent has AppleWebKit/ and no Chrome/, and say Vary: User-Agent. countersign-receiver serve --fence strict does so.
";

/// The text.
pub(super) fn text(fence: &Fence) -> String {
    let mut text = HEAD.to_owned();
    let _ = writeln!(text, "# The loader inside the page needs this source in script-src of the host lists: '{}'", fence.loader_hash);
    for (title, strength) in [(LISTS, Strength::Lists), (STRICT, Strength::Strict)] {
        text.push_str(title);
        for (state, open) in fence.states() {
            let _ = writeln!(text, "\n# {state}\nContent-Security-Policy: {}", fence.policy(strength, &open));
        }
    }
    text
}
