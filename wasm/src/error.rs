//! Errors of the core as JavaScript's own.

use js_sys::{Object, Reflect};
use veyl_core::{Error, ErrorKind};
use wasm_bindgen::JsValue;

/// What an exported function returns.
pub(crate) type Result<T> = std::result::Result<T, JsValue>;

/// A call of the core, its error as JavaScript has it.
pub(crate) trait OrThrow<T> {
    fn or_throw(self) -> Result<T>;
}

impl<T> OrThrow<T> for veyl_core::Result<T> {
    fn or_throw(self) -> Result<T> {
        self.map_err(|error| thrown(&error))
    }
}

/// An `Error` called `VeylError` with `kind`, `reason`, `position` and `hint`.
pub(crate) fn thrown(error: &Error) -> JsValue {
    let made = js_sys::Error::new(&error.to_string());
    made.set_name("VeylError");
    set(&made, "kind", error.kind().name());
    set(&made, "reason", error.message());
    let position = Object::new();
    let place = error.position();
    if let Some(source) = &place.source {
        set(&position, "source", source.as_str());
    }
    for (name, number) in [
        ("record", place.record),
        ("line", place.line),
        ("column", place.column),
    ] {
        if let Some(number) = number {
            set(&position, name, number as f64);
        }
    }
    if let Some(field) = &place.field {
        set(&position, "field", field.as_str());
    }
    set(&made, "position", position);
    if let Some(hint) = error.advice() {
        set(&made, "hint", hint);
    }
    made.into()
}

/// An argument that is not what the function takes.
pub(crate) fn argument(message: &str) -> JsValue {
    thrown(&Error::new(ErrorKind::Argument, message))
}

fn set(object: &Object, name: &str, value: impl Into<JsValue>) {
    // An object that was made here takes every property.
    let _ = Reflect::set(object, &name.into(), &value.into());
}
