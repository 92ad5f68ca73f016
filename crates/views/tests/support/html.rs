//! A strict reader of HTML: enough for what maud writes, and no more, so that anything odd fails the test.

/// An element or a piece of text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

/// An element with its attributes and children.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

const VOID: [&str; 4] = ["input", "link", "meta", "br"];

impl Element {
    /// Reads HTML into one element without a name; panics on anything that is not well formed.
    pub(crate) fn read(html: &str) -> Self {
        let mut stack = vec![Self::default()];
        let mut rest = html;
        while !rest.is_empty() {
            if let Some(tag) = rest.strip_prefix("</") {
                let (name, after) = tag.split_once('>').expect("a closing tag ends");
                let done = stack.pop().expect("an element is open");
                assert_eq!(done.name, name, "tags nest: {html}");
                stack.last_mut().expect("the root stays open").children.push(Node::Element(done));
                rest = after;
            } else if let Some(after) = rest.strip_prefix("<!DOCTYPE html>") {
                rest = after;
            } else if rest.starts_with('<') {
                let (element, after) = open(rest);
                if VOID.contains(&element.name.as_str()) {
                    stack.last_mut().unwrap().children.push(Node::Element(element));
                } else {
                    stack.push(element);
                }
                rest = after;
            } else {
                let end = rest.find('<').unwrap_or(rest.len());
                stack.last_mut().unwrap().children.push(Node::Text(plain(&rest[..end])));
                rest = &rest[end..];
            }
        }
        assert_eq!(stack.len(), 1, "every element is closed: {html}");
        stack.pop().unwrap()
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// This element and all below it, in order.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let below = self.children.iter().filter_map(|node| if let Node::Element(child) = node { Some(child) } else { None });
        std::iter::once(self).chain(below.flat_map(Self::all)).collect()
    }

    /// The elements below this one that fit.
    pub(crate) fn find(&self, fits: impl Fn(&Self) -> bool) -> Vec<&Self> {
        self.all().into_iter().skip(1).filter(|element| fits(element)).collect()
    }

    /// The elements with this value of `data-cs`.
    pub(crate) fn hooks(&self, hook: &str) -> Vec<&Self> {
        self.find(|element| element.attribute("data-cs") == Some(hook))
    }

    /// The text content.
    pub(crate) fn text(&self) -> String {
        let piece = |node: &Node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(child) => child.text(),
        };
        self.children.iter().map(piece).collect()
    }
}

/// Reads an opening tag.
fn open(html: &str) -> (Element, &str) {
    let mut rest = &html[1..];
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').expect("a tag has an end");
    let mut element = Element { name: rest[..end].to_owned(), ..Element::default() };
    rest = &rest[end..];
    assert!(!element.name.is_empty(), "a tag has a name: {html}");
    loop {
        if let Some(after) = rest.strip_prefix('>') {
            return (element, after);
        }
        rest = rest.strip_prefix(' ').expect("attributes are parted by a space");
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').expect("an attribute name ends");
        let name = rest[..end].to_owned();
        assert!(!name.is_empty() && element.attribute(&name).is_none(), "attribute names are fresh: {html}");
        rest = &rest[end..];
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix("=\"") {
            let (inside, after) = after.split_once('"').expect("a value ends");
            value = plain(inside);
            rest = after;
        }
        element.attributes.push((name, value));
    }
}

/// Text without character references; anything that should have been one fails.
fn plain(text: &str) -> String {
    assert!(!text.contains(['<', '>']), "text is escaped: {text}");
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "\u{0}");
    assert_eq!(plain.matches('&').count(), 0, "every & is a known reference: {text}");
    plain.replace('\u{0}', "&")
}
