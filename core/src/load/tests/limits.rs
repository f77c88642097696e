//! How many rejects are too many.

use crate::ErrorKind;
use crate::load::MaxRejects;

#[test]
fn limits_of_rejects() {
    let limit = |text: &str| text.parse::<MaxRejects>();
    assert_eq!(limit("10").unwrap(), MaxRejects::Rows(10));
    assert_eq!(limit("2.5%").unwrap(), MaxRejects::Percent(2.5));
    for wrong in ["", "-1", "x", "120%", "nan%"] {
        assert_eq!(
            limit(wrong).unwrap_err().kind(),
            ErrorKind::Argument,
            "{wrong}"
        );
    }
    assert!(MaxRejects::Rows(0).check(1, 100).is_err());
    assert!(MaxRejects::Percent(1.0).check(1, 100).is_ok());
    assert!(MaxRejects::Percent(1.0).check(2, 100).is_err());
    assert!(MaxRejects::Percent(0.0).check(0, 0).is_ok());
}
