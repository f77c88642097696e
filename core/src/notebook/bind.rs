//! Parameters in SQL: `$name` becomes `$1`, and the value is bound to it. No
//! value ever becomes part of the text.

use crate::Result;
use crate::notebook::lex::{Token, tokens};
use crate::notebook::param::ParamSpec;
use crate::notebook::wrong;

/// The SQL with numbers for names, and the names in the order of their numbers.
///
/// # Errors
/// `Notebook` with the line within `sql` where a parameter is not declared.
pub(super) fn bind(sql: &str, declared: &[ParamSpec]) -> Result<(String, Vec<String>)> {
    let mut bound = String::with_capacity(sql.len());
    let mut names: Vec<String> = Vec::new();
    let mut copied = 0;
    for (token, range) in tokens(sql) {
        let Token::Param(name) = token else { continue };
        if !declared.iter().any(|param| param.name == name) {
            let line = sql[..range.start].matches('\n').count() as u64 + 1;
            let error = wrong(format!("there is no parameter `${name}`")).at_line(line);
            return Err(match declared {
                [] => error.hint("the front matter declares none; it does so under `params:`"),
                some => {
                    let names: Vec<_> = some.iter().map(|param| param.name.as_str()).collect();
                    error.hint(format!("the front matter declares {}", names.join(", ")))
                }
            });
        }
        let number = names.iter().position(|known| *known == name);
        let number = number.unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        bound.push_str(&sql[copied..range.start]);
        bound.push_str(&format!("${}", number + 1));
        copied = range.end;
    }
    bound.push_str(&sql[copied..]);
    Ok((bound, names))
}
