//! JSON, written field by field.

/// A JSON text under construction.
#[derive(Debug)]
pub(super) struct Json<'o>(pub(super) &'o mut Vec<u8>);

impl Json<'_> {
    /// Parts values with a comma where there was one before.
    fn part(&mut self) {
        // A value never ends in one of these, a text having its mark.
        if !matches!(self.0.last(), None | Some(b'{' | b'[' | b':' | b'\n')) {
            self.0.push(b',');
        }
    }

    /// Begins an object.
    pub(super) fn open(&mut self) -> &mut Self {
        self.part();
        self.0.push(b'{');
        self
    }

    /// Ends an object.
    pub(super) fn close(&mut self) -> &mut Self {
        self.0.push(b'}');
        self
    }

    /// Begins a list.
    pub(super) fn list(&mut self) -> &mut Self {
        self.part();
        self.0.push(b'[');
        self
    }

    /// Ends a list.
    pub(super) fn end(&mut self) -> &mut Self {
        self.0.push(b']');
        self
    }

    /// The name of the next field.
    pub(super) fn key(&mut self, name: &str) -> &mut Self {
        self.part();
        self.0.push(b'"');
        self.0.extend_from_slice(name.as_bytes());
        self.0.extend_from_slice(b"\":");
        self
    }

    /// A value as it stands.
    pub(super) fn raw(&mut self, value: &str) -> &mut Self {
        self.part();
        self.0.extend_from_slice(value.as_bytes());
        self
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.part();
        self.0.push(b'"');
        let mut plain = 0;
        for (place, byte) in text.bytes().enumerate() {
            let escape: &[u8] = match byte {
                b'"' => b"\\\"",
                b'\\' => b"\\\\",
                b'\n' => b"\\n",
                _ => continue,
            };
            self.0.extend_from_slice(&text.as_bytes()[plain..place]);
            self.0.extend_from_slice(escape);
            plain = place + 1;
        }
        self.0.extend_from_slice(&text.as_bytes()[plain..]);
        self.0.push(b'"');
        self
    }

    /// A text that is there only if it is known; else null.
    pub(super) fn text_or_null(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.raw("null"),
        }
    }

    /// A whole number.
    pub(super) fn number(&mut self, number: i64) -> &mut Self {
        self.raw(&number.to_string())
    }

    /// A true or a false.
    pub(super) fn truth(&mut self, truth: bool) -> &mut Self {
        self.raw(if truth { "true" } else { "false" })
    }

    /// A field with a text.
    pub(super) fn field(&mut self, name: &str, text: &str) -> &mut Self {
        self.key(name).text(text)
    }

    /// A field with a whole number.
    pub(super) fn count(&mut self, name: &str, number: i64) -> &mut Self {
        self.key(name).number(number)
    }

    /// A field that is there only if its number is known.
    pub(super) fn known(&mut self, name: &str, number: Option<i64>) -> &mut Self {
        match number {
            Some(number) => self.count(name, number),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_parted_and_texts_escaped() {
        let mut bytes = Vec::new();
        let mut json = Json(&mut bytes);
        json.open()
            .field("a", "x\"\\\ny")
            .count("b", -1)
            .known("c", None);
        json.key("d")
            .list()
            .number(1)
            .text("")
            .text_or_null(None)
            .open()
            .close()
            .end();
        json.key("e").truth(true).close();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            r#"{"a":"x\"\\\ny","b":-1,"d":[1,"",null,{}],"e":true}"#
        );
    }
}
