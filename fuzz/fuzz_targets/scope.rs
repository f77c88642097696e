//! Any text parses or is refused; what parses is printed, and parses again to
//! the same tree.

#![no_main]

use libfuzzer_sys::fuzz_target;
use veyl_core::scope;

fuzz_target!(|query: &str| {
    match scope::parse(query) {
        Ok(tree) => {
            let printed = tree.to_string();
            let again = scope::parse(&printed);
            let again = again.unwrap_or_else(|error| panic!("`{printed}`: {error}"));
            assert_eq!(again, tree, "`{printed}`");
            assert_eq!(again.to_string(), printed);
        }
        Err(error) => {
            let columns = query.chars().count() as u64 + 1;
            let column = error.position().column;
            assert!(column.is_none_or(|column| (1..=columns).contains(&column)));
            scope::explain(query, &error);
        }
    }
});
