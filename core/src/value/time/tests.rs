use super::TimeError::{Ambiguous, Format, Impossible, NotATime, OutOfRange};
use super::*;
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat, Timelike};
use proptest::prelude::*;

fn auto_time(text: &str) -> Result<Option<i64>, TimeError> {
    parse_time(text, &TimeFormat::Auto)
}

/// A time that is read, written out again.
fn read(text: &str, format: &TimeFormat) -> String {
    match parse_time(text, format) {
        Ok(Some(micros)) => format_time(micros),
        other => format!("{other:?}"),
    }
}

#[test]
fn told_by_themselves() {
    for (text, time) in [
        ("2021-03-05T14:23:11Z", "2021-03-05T14:23:11Z"),
        ("2021-03-05T14:23:11.000Z", "2021-03-05T14:23:11Z"),
        ("2021-03-05 14:23:11.1234567", "2021-03-05T14:23:11.123456Z"),
        ("2021-03-05t14:23:11,5z", "2021-03-05T14:23:11.500000Z"),
        ("2021-03-05T14:23", "2021-03-05T14:23:00Z"),
        (" 2021-03-05 ", "2021-03-05T00:00:00Z"),
        ("2021/03/05 14:23:11", "2021-03-05T14:23:11Z"),
        ("2021-03-05T14:23:11+02:00", "2021-03-05T12:23:11Z"),
        ("2021-03-05T14:23:11.5+0000", "2021-03-05T14:23:11.500000Z"),
        ("2021-03-05T14:23:11-0530", "2021-03-05T19:53:11Z"),
        ("2021-03-05 14:23:11 +02", "2021-03-05T12:23:11Z"),
        ("2021-03-05 14:23:11 UTC", "2021-03-05T14:23:11Z"),
        ("2021-03-05 14:23:11 EST", "2021-03-05T19:23:11Z"),
        ("2021-07-05 14:23:11 EDT", "2021-07-05T18:23:11Z"),
        ("2021-07-05 14:23:11 PDT", "2021-07-05T21:23:11Z"),
        ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
        ("Wed Oct 10 20:19:24 +0000 2018", "2018-10-10T20:19:24Z"),
        ("Wed, 10 Oct 2018 20:19:24 GMT", "2018-10-10T20:19:24Z"),
        ("10 Oct 2018 20:19:24 -0700", "2018-10-11T03:19:24Z"),
        ("Wed Oct 10 20:19:24 2018", "2018-10-10T20:19:24Z"),
        ("March 5, 2021 2:23 PM", "2021-03-05T14:23:00Z"),
        ("Sept. 5 2021", "Err(NotATime(\"Sept. 5 2021\"))"),
        ("Sep. 5 2021 12:00 am", "2021-09-05T00:00:00Z"),
        ("0", "1970-01-01T00:00:00Z"),
        ("1614954191", "2021-03-05T14:23:11Z"),
        ("1614954191.0", "2021-03-05T14:23:11Z"),
        ("1614954191.25", "2021-03-05T14:23:11.250000Z"),
        ("-1.5", "1969-12-31T23:59:58.500000Z"),
        ("1614954191123", "2021-03-05T14:23:11.123000Z"),
        ("1614954191123456", "2021-03-05T14:23:11.123456Z"),
        ("1614954191123456789", "2021-03-05T14:23:11.123456Z"),
        ("99999999999", "5138-11-16T09:46:39Z"),
        ("100000000000", "1973-03-03T09:46:40Z"),
    ] {
        assert_eq!(read(text, &TimeFormat::Auto), time, "{text}");
    }
}

#[test]
fn declared_formats() {
    let strptime = |pattern: &str| TimeFormat::Strptime(pattern.to_owned());
    for (text, format, time) in [
        (
            "10/16/17 22:59",
            TimeFormat::MonthFirst,
            "2017-10-16T22:59:00Z",
        ),
        (
            "1/6/2017 10:59:30 PM",
            TimeFormat::MonthFirst,
            "2017-01-06T22:59:30Z",
        ),
        (
            "1/6/2017, 12:05am EST",
            TimeFormat::MonthFirst,
            "2017-01-06T05:05:00Z",
        ),
        ("10/16/69", TimeFormat::MonthFirst, "1969-10-16T00:00:00Z"),
        (
            "16.10.2017 22:59",
            TimeFormat::DayFirst,
            "2017-10-16T22:59:00Z",
        ),
        (
            "10/16/17 22:59",
            strptime("%m/%d/%y %H:%M"),
            "2017-10-16T22:59:00Z",
        ),
        ("16.10.2017", strptime("%d.%m.%Y"), "2017-10-16T00:00:00Z"),
        (
            "2017-10-16 22:59 +0200",
            strptime("%Y-%m-%d %H:%M %z"),
            "2017-10-16T20:59:00Z",
        ),
        ("16/10/17 10PM EST", strptime("%d/%m/%y %I%p %Z"), "err"),
        (
            "16/10/17 22:59 EST",
            strptime("%d/%m/%y %H:%M %Z"),
            "2017-10-17T03:59:00Z",
        ),
        ("1614954191", strptime("%s"), "2021-03-05T14:23:11Z"),
        ("20210305", strptime("%Y%m%d"), "2021-03-05T00:00:00Z"),
        ("20210305", TimeFormat::UnixSeconds, "1970-08-22T21:58:25Z"),
        (
            "1614954191123",
            TimeFormat::UnixMillis,
            "2021-03-05T14:23:11.123000Z",
        ),
        ("1", TimeFormat::UnixMicros, "1970-01-01T00:00:00.000001Z"),
    ] {
        if time == "err" {
            assert!(parse_time(text, &format).is_err(), "{text}");
        } else {
            assert_eq!(read(text, &format), time, "{text}");
        }
    }
}

#[test]
fn not_times() {
    let cases: &[(&str, Reason)] = &[
        ("yesterday", NotATime),
        ("2021-03-05T", NotATime),
        ("2021-03-05T14", NotATime),
        ("2021-03-05T14:23:11 XYZ", NotATime),
        ("2021-03-05T14:23:11.Z", NotATime),
        ("2021-03-05x14:23:11", NotATime),
        ("2021-03-05é", NotATime),
        ("2021-3-5", NotATime),
        ("Oct 10", NotATime),
        ("Oct Oct 10 2018", NotATime),
        ("२०२१", NotATime),
        ("2021-02-29", Impossible),
        ("2021-13-01", Impossible),
        ("2021-00-10T00:00:00Z", Impossible),
        ("2021-03-05T24:00:00Z", Impossible),
        ("2021-03-05T14:60:00Z", Impossible),
        ("2021-03-05T14:23:61Z", Impossible),
        ("2021-03-05T14:23:11+25:00", Impossible),
        ("Tue Oct 10 20:19:24 +0000 2018", Impossible),
        ("Oct 10 2018 13:00 PM", Impossible),
        ("10/16/17 22:59", Ambiguous),
        ("10/11/2017", Ambiguous),
        ("10/11/2017 10:59:30 PM", Ambiguous),
        ("10.11.2017", Ambiguous),
        ("20210305", Ambiguous),
        ("20210305142311", Ambiguous),
        ("0000-01-01", OutOfRange),
        ("0001-01-01T00:00:00+01:00", OutOfRange),
        ("9999-12-31T23:59:60Z", OutOfRange),
        ("999999999999999999999999999999999999999999", OutOfRange),
    ];
    for (text, reason) in cases {
        assert_eq!(auto_time(text), Err(reason((*text).to_owned())), "{text}");
    }
    for text in ["", " ", "null", "N/A", "None", "NaT"] {
        assert_eq!(auto_time(text), Ok(None), "{text:?}");
    }
    assert!(matches!(
        parse_time("13/16/17", &TimeFormat::MonthFirst),
        Err(Impossible(_))
    ));
    assert!(matches!(
        parse_time("31.02.2017", &TimeFormat::DayFirst),
        Err(Impossible(_))
    ));
    let pattern = TimeFormat::Strptime("%d.%m.%Y".into());
    assert!(matches!(
        parse_time("31.02.2017", &pattern),
        Err(Impossible(_))
    ));
    assert!(matches!(parse_time("x", &pattern), Err(NotATime(_))));
}

#[test]
fn formats_by_name() {
    for (name, format) in [
        ("auto", TimeFormat::Auto),
        ("unix", TimeFormat::UnixSeconds),
        ("unix_ms", TimeFormat::UnixMillis),
        ("us", TimeFormat::MonthFirst),
        ("day_first", TimeFormat::DayFirst),
        ("%Y", TimeFormat::Strptime("%Y".into())),
    ] {
        assert_eq!(name.parse(), Ok(format), "{name}");
    }
    for name in ["", "european", "%Q", "%Z %Y"] {
        assert_eq!(
            name.parse::<TimeFormat>(),
            Err(Format(name.into())),
            "{name}"
        );
    }
}

#[test]
fn numbers() {
    let auto = &TimeFormat::Auto;
    assert_eq!(from_i64(1_614_954_191, auto), Ok(1_614_954_191_000_000));
    assert_eq!(from_i64(1_614_954_191_123, auto), Ok(1_614_954_191_123_000));
    assert_eq!(
        from_i64(i64::MIN, &TimeFormat::UnixMicros),
        Err(OutOfRange(i64::MIN.to_string()))
    );
    assert_eq!(
        from_f64(1_614_954_191.1, auto),
        Ok(Some(1_614_954_191_100_000))
    );
    assert_eq!(from_f64(f64::NAN, auto), Ok(None));
    assert_eq!(from_f64(f64::INFINITY, auto), Err(OutOfRange("inf".into())));
    assert_eq!(
        from_i64(5, &TimeFormat::MonthFirst),
        Err(NotATime("5".into()))
    );
    assert_eq!(format_time(i64::MIN), "-290308-12-21T19:59:05.224192Z");
    assert_eq!(format_time(i64::MAX), "+294247-01-10T04:00:54.775807Z");
}

proptest! {
    #[test]
    fn what_is_written_comes_back(micros in MIN..=MAX) {
        let text = format_time(micros);
        prop_assert_eq!(auto_time(&text), Ok(Some(micros)));
        let date = DateTime::from_timestamp_micros(micros).expect("within chrono's years");
        for text in [
            date.to_rfc3339_opts(SecondsFormat::Micros, true),
            date.to_rfc3339_opts(SecondsFormat::Nanos, false),
            date.format("%Y-%m-%d %H:%M:%S%.6f").to_string(),
        ] {
            prop_assert_eq!(auto_time(&text), Ok(Some(micros)), "{}", text);
        }
        let second = micros.div_euclid(1_000_000) * 1_000_000;
        for text in [date.format("%a %b %d %H:%M:%S %z %Y").to_string(), date.to_rfc2822()] {
            prop_assert_eq!(auto_time(&text), Ok(Some(second)), "{}", text);
        }
    }

    #[test]
    fn dates_are_those_of_chrono(year in 1..=9999_i32, month in 0..14_u32, day in 0..33_u32) {
        let ours = auto_time(&format!("{year:04}-{month:02}-{day:02}T00:00:00Z")).ok().flatten();
        let theirs = NaiveDate::from_ymd_opt(year, month, day)
            .map(|date| date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros());
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn zones_are_those_of_chrono(micros in MIN / 2..MAX / 2, minutes in -1439..1440_i32) {
        let zone = chrono::FixedOffset::east_opt(minutes * 60).expect("less than a day");
        let there = DateTime::from_timestamp_micros(micros).expect("in range").with_timezone(&zone);
        prop_assert!(there.year() > 0 && there.hour() < 24);
        prop_assert_eq!(auto_time(&there.to_rfc3339()), Ok(Some(micros)));
    }

    #[test]
    fn any_text_is_answered(text in "[-0-9/.: TZ+,aAeEpPmMoOcCé]{0,30}") {
        for format in [
            TimeFormat::Auto,
            TimeFormat::UnixSeconds,
            TimeFormat::MonthFirst,
            TimeFormat::Strptime("%d.%m.%Y %H:%M:%S%.f %Z".into()),
        ] {
            if let Ok(Some(micros)) = parse_time(&text, &format) {
                prop_assert!((MIN..=MAX).contains(&micros));
            }
        }
    }
}
