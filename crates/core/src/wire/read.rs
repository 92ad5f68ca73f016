//! Reading a form member by member, each in one call that cannot fail: what does not fit leaves a harmless value and is remembered.
//!
//! Whoever reads gets the values only where nothing was remembered, so the harmless ones are never seen. Answering each member with a
//! `Result` would cost the widget three times the code.

use std::cell::Cell;

use super::WireError;
use super::json::Json;
use crate::{PurposeId, ReceiptId};

/// One JSON value that is being read.
pub(super) struct Reader<'a, J> {
    value: &'a J,
    /// The first thing that did not fit.
    fault: &'a Cell<Option<WireError>>,
}

/// Reads a form.
///
/// # Errors
/// The first thing that did not fit, in the order of reading.
pub(super) fn read<J: Json, T>(value: &J, form: impl FnOnce(&Reader<'_, J>) -> T) -> Result<T, WireError> {
    let fault = Cell::new(None);
    let read = form(&Reader { value, fault: &fault });
    fault.into_inner().map_or(Ok(read), Err)
}

/// Reads the values of an array; one that does not fit is left out. `None` where the value is no array.
pub(super) fn every<J: Json, T>(value: &J, form: impl Fn(&Reader<'_, J>) -> T) -> Option<Vec<T>> {
    let mut list = Vec::new();
    for place in 0..value.length()? {
        if let Ok(one) = read(&value.item(place), &form) {
            list.push(one);
        }
    }
    Some(list)
}

/// Reads an array of strings; what is no string is left out. Nothing where the value is no array.
pub fn texts_from<J: Json>(value: &J) -> Vec<String> {
    every(value, |text| text.found(text.value.text())).unwrap_or_default()
}

impl<J: Json> Reader<'_, J> {
    /// Remembers what does not fit, if it is the first.
    #[inline(never)]
    pub(super) fn fail(&self, cause: WireError) {
        let earlier = self.fault.take();
        self.fault.set(earlier.or(Some(cause)));
    }

    /// A value that was found; else the harmless one.
    fn found<T: Default>(&self, value: Option<T>) -> T {
        value.unwrap_or_else(|| {
            self.fail(WireError::Shape);
            T::default()
        })
    }

    /// A string member.
    #[inline(never)]
    pub(super) fn text(&self, name: &str) -> String {
        self.found(self.maybe_text(name))
    }

    /// A string member where there is one.
    #[inline(never)]
    pub(super) fn maybe_text(&self, name: &str) -> Option<String> {
        self.value.member(name).text()
    }

    /// A number.
    #[inline(never)]
    pub(super) fn number(&self, name: &str) -> u64 {
        self.found(self.value.member(name).number())
    }

    /// A number that fits 32 bits.
    #[inline(never)]
    pub(super) fn number32(&self, name: &str) -> u32 {
        self.found(self.maybe_number32(name))
    }

    /// A number that fits 32 bits, where there is one.
    #[inline(never)]
    pub(super) fn maybe_number32(&self, name: &str) -> Option<u32> {
        self.value.member(name).number().and_then(|number| u32::try_from(number).ok())
    }

    /// A number that fits 8 bits.
    #[inline(never)]
    pub(super) fn number8(&self, name: &str) -> u8 {
        self.found(self.value.member(name).number().and_then(|number| u8::try_from(number).ok()))
    }

    /// A boolean.
    #[inline(never)]
    pub(super) fn truth(&self, name: &str) -> bool {
        self.found(self.value.member(name).truth())
    }

    /// A boolean that stands only where it is true.
    #[inline(never)]
    pub(super) fn flag(&self, name: &str) -> bool {
        self.value.member(name).truth() == Some(true)
    }

    /// A name of a closed list, or a text of another fixed form; `harmless` where it is none.
    #[inline]
    pub(super) fn named<T>(&self, name: &'static str, find: impl FnOnce(&str) -> Option<T>, harmless: T) -> T {
        let text = self.text(name);
        find(&text).unwrap_or_else(|| {
            self.fail(WireError::Name(name, text));
            harmless
        })
    }

    /// A name of a closed list, where there is one.
    #[inline]
    pub(super) fn maybe_named<T>(&self, name: &'static str, find: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let text = self.maybe_text(name)?;
        let found = find(&text);
        if found.is_none() {
            self.fail(WireError::Name(name, text));
        }
        found
    }

    /// The values of an array member, each read by `form`.
    pub(super) fn list<T>(&self, name: &str, form: impl Fn(&Reader<'_, J>) -> T) -> Vec<T> {
        self.found(self.maybe_list(name, form))
    }

    /// The same where there is one.
    pub(super) fn maybe_list<T>(&self, name: &str, form: impl Fn(&Reader<'_, J>) -> T) -> Option<Vec<T>> {
        let mut list = Vec::new();
        self.each(&self.value.member(name), &mut |value| list.push(form(value))).then_some(list)
    }

    /// Goes through the values of an array; whether it is one. One copy for all kinds of values.
    #[inline(never)]
    fn each(&self, array: &J, take: &mut dyn FnMut(&Reader<'_, J>)) -> bool {
        let length = array.length();
        for place in 0..length.unwrap_or(0) {
            take(&Reader { value: &array.item(place), fault: self.fault });
        }
        length.is_some()
    }

    /// An object member, read by `form`.
    #[inline]
    pub(super) fn object<T>(&self, name: &str, form: impl FnOnce(&Reader<'_, J>) -> T) -> T {
        form(&Reader { value: &self.value.member(name), fault: self.fault })
    }

    /// The same where there is one.
    #[inline]
    pub(super) fn maybe_object<T>(&self, name: &str, form: impl FnOnce(&Reader<'_, J>) -> T) -> Option<T> {
        let value = self.value.member(name);
        (!value.is_absent()).then(|| form(&Reader { value: &value, fault: self.fault }))
    }

    /// An array of strings.
    #[inline(never)]
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        self.list(name, |item| item.found(item.value.text()))
    }

    /// An array of strings; none where there is no array.
    pub(super) fn maybe_texts(&self, name: &str) -> Vec<String> {
        self.maybe_list(name, |item| item.found(item.value.text())).unwrap_or_default()
    }

    /// An array of two strings.
    #[inline(never)]
    pub(super) fn pair(&self) -> (String, String) {
        if self.value.length() != Some(2) {
            self.fail(WireError::Shape);
        }
        (self.found(self.value.item(0).text()), self.found(self.value.item(1).text()))
    }

    /// An array of purpose ids.
    #[inline(never)]
    pub(super) fn purposes(&self, name: &str) -> Vec<PurposeId> {
        self.list(name, |item| item.purpose(&item.found(item.value.text())))
    }

    /// A receipt id.
    #[inline(never)]
    pub(super) fn receipt(&self, name: &str) -> ReceiptId {
        ReceiptId::parse(&self.text(name)).unwrap_or_else(|cause| {
            self.fail(cause.into());
            ReceiptId::NONE
        })
    }

    /// A purpose id.
    #[inline(never)]
    pub(super) fn purpose(&self, text: &str) -> PurposeId {
        PurposeId::new(text).unwrap_or_else(|cause| {
            self.fail(cause.into());
            PurposeId::NONE
        })
    }
}
